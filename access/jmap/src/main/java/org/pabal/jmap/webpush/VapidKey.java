// SPDX-License-Identifier: Apache-2.0
package org.pabal.jmap.webpush;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.Signature;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.ECPublicKey;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// The key by which push services know this server. RFC 8292.
///
/// @param number the private one, 32 octets
/// @param point the public one, 65 octets
public record VapidKey(byte[] number, byte[] point) {
    /// RFC 8292 §2: a day at most.
    private static final Duration LIFE = Duration.ofHours(12);

    private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();

    public static VapidKey generate() {
        KeyPair pair = P256.generate();
        return new VapidKey(
                P256.octets((ECPrivateKey) pair.getPrivate()),
                P256.octets((ECPublicKey) pair.getPublic()));
    }

    /// What browsers ask for before they subscribe: `applicationServerKey`. RFC 9749 §3.
    public String publicText() {
        return BASE64.encodeToString(point);
    }

    /// The field `Authorization` of a push to a service.
    ///
    /// @param contact whom its operators can ask: `mailto:postmaster@example.org`
    public String authorization(URI target, String contact, Instant now) {
        ObjectNode claims = JsonNodeFactory.instance.objectNode();
        claims.put("aud", origin(target));
        claims.put("exp", now.plus(LIFE).getEpochSecond());
        claims.put("sub", contact);
        String signed =
                base64("{\"typ\":\"JWT\",\"alg\":\"ES256\"}") + "." + base64(claims.toString());
        return "vapid t="
                + signed
                + "."
                + BASE64.encodeToString(sign(signed))
                + ", k="
                + publicText();
    }

    private static String origin(URI target) {
        String port = target.getPort() < 0 || target.getPort() == 443 ? "" : ":" + target.getPort();
        return "https://" + target.getHost() + port;
    }

    private static String base64(String text) {
        return BASE64.encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private byte[] sign(String text) {
        try {
            Signature signature = Signature.getInstance("SHA256withECDSAinP1363Format");
            signature.initSign(P256.privateKey(number));
            signature.update(text.getBytes(StandardCharsets.US_ASCII));
            return signature.sign();
        } catch (GeneralSecurityException refused) {
            throw new IllegalStateException("a token for a push service was not signed", refused);
        }
    }
}
