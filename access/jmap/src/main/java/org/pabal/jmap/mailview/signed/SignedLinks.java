// SPDX-License-Identifier: Apache-2.0
package org.pabal.jmap.mailview.signed;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Optional;
import java.util.function.Supplier;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.pabal.directory.AccountId;
import org.pabal.http.Homes;
import org.pabal.jmap.mailview.signed.Grant.Part;
import org.pabal.jmap.mailview.signed.Grant.Picture;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;

/// Signs links and reads them: `payload.signature`, both in base64url; the signature is HMAC-SHA256
/// (RFC 2104) of the payload. Safe for use by many threads.
public final class SignedLinks {
    public static final String PICTURES = "/px/";
    public static final String PARTS = "/b/";

    private static final int VERSION = 1;
    private static final int MAX_CHARS = 24_000;

    /// Links of one day are alike, so that a browser keeps what it has fetched by them.
    private static final Duration STEP = Duration.ofDays(1);

    /// A link without a session can be ended by nobody.
    private static final Duration WITHOUT_SESSION = Duration.ofHours(1);

    private static final JsonMapper JSON = new JsonMapper();
    private static final Base64.Encoder TO_TEXT = Base64.getUrlEncoder().withoutPadding();
    private static final Base64.Decoder FROM_TEXT = Base64.getUrlDecoder();

    private final Supplier<byte[]> key;
    private final InstantSource clock;

    /// @param key the same for as long as links are to be good
    public SignedLinks(Supplier<byte[]> key, InstantSource clock) {
        this.key = key;
        this.clock = clock;
    }

    /// Until when a link that is made now is good.
    public Instant expiry(Optional<String> session) {
        Instant now = clock.instant();
        if (session.isEmpty()) {
            return Instant.ofEpochSecond(now.plus(WITHOUT_SESSION).getEpochSecond());
        }
        long step = STEP.toSeconds();
        return Instant.ofEpochSecond((now.getEpochSecond() / step + 2) * step);
    }

    /// The path of the link, below the path of the server.
    ///
    /// @param home the name of this host where the link goes to a client at another one's door, which
    ///     passes on by it: links carry no session. It is not signed, and of no use without what is.
    public String link(Grant grant, Optional<String> home) {
        ArrayNode payload = JSON.createArrayNode();
        payload.add(VERSION)
                .add(grant.owner().value())
                .add(grant.reader().value())
                .add(grant.session().orElse(""))
                .add(grant.expires().getEpochSecond());
        String path =
                switch (grant.shown()) {
                    case Part(String blobId, String type, String name) -> {
                        payload.add(blobId).add(type).add(name);
                        yield PARTS;
                    }
                    case Picture(String address) -> {
                        payload.add(address);
                        yield PICTURES;
                    }
                };
        String text = TO_TEXT.encodeToString(JSON.writeValueAsBytes(payload));
        return path
                + home.map(name -> Homes.MARK + name + "/").orElse("")
                + text
                + "." + TO_TEXT.encodeToString(signature(path, text));
    }

    /// @param path of a request
    /// @return empty for a link that this server has not signed, or whose time is over
    public Optional<Grant> read(String path) {
        String kind = path.startsWith(PARTS) ? PARTS : PICTURES;
        int dot = path.lastIndexOf('.');
        if (!path.startsWith(kind) || path.length() > MAX_CHARS || dot < kind.length()) {
            return Optional.empty();
        }
        int begin = kind.length() + home(path, kind).length();
        if (dot < begin) {
            return Optional.empty();
        }
        String text = path.substring(begin, dot);
        try {
            byte[] signature = FROM_TEXT.decode(path.substring(dot + 1));
            if (!MessageDigest.isEqual(signature, signature(kind, text))) {
                return Optional.empty();
            }
            return Optional.of(grant(kind, JSON.readTree(FROM_TEXT.decode(text))))
                    .filter(grant -> clock.instant().isBefore(grant.expires()));
        } catch (IllegalArgumentException | JacksonException foreign) {
            return Optional.empty();
        }
    }

    /// What stands before the signed part of a path, for those who pass it on: `~imap/`.
    private static String home(String path, String kind) {
        int slash = path.indexOf('/', kind.length());
        return path.startsWith(Homes.MARK, kind.length()) && slash > 0
                ? path.substring(kind.length(), slash + 1)
                : "";
    }

    /// The host that a link is for, by its path, if it says so.
    public static Optional<String> home(String path) {
        String home = home(path, path.startsWith(PARTS) ? PARTS : PICTURES);
        return home.isEmpty()
                ? Optional.empty()
                : Optional.of(home.substring(Homes.MARK.length(), home.length() - 1));
    }

    private static Grant grant(String kind, JsonNode payload) {
        if (payload.path(0).asInt() != VERSION) {
            throw new IllegalArgumentException("a link of another version");
        }
        String session = payload.path(3).asString();
        return new Grant(
                new AccountId(payload.path(1).asLong()),
                new AccountId(payload.path(2).asLong()),
                session.isEmpty() ? Optional.empty() : Optional.of(session),
                Instant.ofEpochSecond(payload.path(4).asLong()),
                kind.equals(PARTS)
                        ? new Part(
                                payload.path(5).asString(),
                                payload.path(6).asString(),
                                payload.path(7).asString())
                        : new Picture(payload.path(5).asString()));
    }

    /// What is signed for one path is not good for the other.
    private byte[] signature(String path, String text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key.get(), "HmacSHA256"));
            return mac.doFinal((path + text).getBytes(StandardCharsets.US_ASCII));
        } catch (GeneralSecurityException missing) {
            throw new IllegalStateException("this Java runtime has no HmacSHA256", missing);
        }
    }
}
