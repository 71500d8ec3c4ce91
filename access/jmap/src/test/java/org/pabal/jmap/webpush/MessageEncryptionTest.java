// SPDX-License-Identifier: Apache-2.0
package org.pabal.jmap.webpush;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.Signature;
import java.time.Instant;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

final class MessageEncryptionTest {

    private static byte[] octets(String base64) {
        return Base64.getUrlDecoder().decode(base64);
    }

    /// RFC 8291 §5 and Appendix A.
    @Test
    void theExampleOfTheRfcComesOut() throws Exception {
        PushTarget.Keys keys =
                new PushTarget.Keys(
                        octets(
                                "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcx"
                                        + "aOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4"),
                        octets("BTBZMqHH6r4Tts7J_aSIgg"));
        byte[] own =
                octets(
                        "BP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIg"
                                + "Dll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A8");
        byte[] sealed =
                MessageEncryption.encrypt(
                        "When I grow up, I want to be a watermelon"
                                .getBytes(StandardCharsets.US_ASCII),
                        keys,
                        octets("DGv6ra1nlYgDCS1FRnbzlw"),
                        P256.privateKey(octets("yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw")),
                        own);
        assertThat(Base64.getUrlEncoder().withoutPadding().encodeToString(sealed))
                .isEqualTo(
                        "DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27ml"
                                + "mlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A_yl95bQpu6cVPT"
                                + "pK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN");
    }

    @Test
    void whatIsNoPointOfTheCurveIsRefused() {
        byte[] point = VapidKey.generate().point();
        point[40] ^= 1;
        assertThatThrownBy(() -> new PushTarget.Keys(point, new byte[16]))
                .isInstanceOf(IllegalArgumentException.class);
    }

    /// RFC 8292 §2.
    @Test
    void theTokenIsSignedForTheServiceAlone() throws Exception {
        VapidKey key = VapidKey.generate();
        Instant now = Instant.parse("2026-03-01T12:00:00Z");
        String field =
                key.authorization(
                        URI.create("https://push.example.net:8443/a?b"),
                        "mailto:postmaster@example.org",
                        now);
        assertThat(field).startsWith("vapid t=").endsWith(", k=" + key.publicText());
        String[] token = field.substring("vapid t=".length(), field.indexOf(", ")).split("\\.");
        JsonNode claims = new JsonMapper().readTree(octets(token[1]));
        assertThat(claims.path("aud").asString()).isEqualTo("https://push.example.net:8443");
        assertThat(claims.path("sub").asString()).isEqualTo("mailto:postmaster@example.org");
        assertThat(claims.path("exp").asLong())
                .isBetween(now.getEpochSecond(), now.plusSeconds(86_400).getEpochSecond());
        Signature check = Signature.getInstance("SHA256withECDSAinP1363Format");
        check.initVerify(P256.publicKey(key.point()));
        check.update((token[0] + "." + token[1]).getBytes(StandardCharsets.US_ASCII));
        assertThat(check.verify(octets(token[2]))).isTrue();
    }
}
