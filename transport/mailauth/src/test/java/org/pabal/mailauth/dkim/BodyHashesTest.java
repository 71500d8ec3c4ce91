// SPDX-License-Identifier: Apache-2.0
package org.pabal.mailauth.dkim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;

class BodyHashesTest {

    /// The examples of RFC 6376 §3.4.5 and §3.4.3, §3.4.4.
    @Test
    void bodiesHaveTheFormsOfTheStandard() {
        assertThat(form(Canonicalization.RELAXED, " C \r\nD \t E\r\n\r\n\r\n"))
                .isEqualTo(" C\r\nD E\r\n");
        assertThat(form(Canonicalization.SIMPLE, " C \r\nD \t E\r\n\r\n\r\n"))
                .isEqualTo(" C \r\nD \t E\r\n");
        assertThat(form(Canonicalization.SIMPLE, "")).isEqualTo("\r\n");
        assertThat(form(Canonicalization.RELAXED, "")).isEmpty();
        assertThat(form(Canonicalization.RELAXED, "\r\n \t\r\n\r\n")).isEmpty();
        assertThat(form(Canonicalization.SIMPLE, "\r\n\r\n")).isEqualTo("\r\n");
        assertThat(form(Canonicalization.SIMPLE, "a")).isEqualTo("a\r\n");
        assertThat(form(Canonicalization.RELAXED, "a \t")).isEqualTo("a\r\n");
        assertThat(form(Canonicalization.RELAXED, "a\r\n\r\n \r\n b"))
                .isEqualTo("a\r\n\r\n\r\n b\r\n");
    }

    /// No transfer of mail lets them through, files and programs may.
    @Test
    void bareLineEndsAreOctetsLikeOthers() {
        assertThat(form(Canonicalization.RELAXED, "a \r b\n \t\nc\r"))
                .isEqualTo("a \r b\n \nc\r\r\n");
        assertThat(form(Canonicalization.SIMPLE, "\r\r\n\r")).isEqualTo("\r\r\n\r\r\n");
        assertThat(form(Canonicalization.RELAXED, "\r \r\n")).isEqualTo("\r\r\n");
    }

    @Test
    void theCutDoesNotMatter() {
        for (long seed = 0; seed < 2_000; seed++) {
            Random random = new Random(seed);
            byte[] body = body(random);
            for (Canonicalization form : Canonicalization.values()) {
                String expected = canonical(form, text(body));
                long limit = random.nextInt(expected.length() + 3);
                BodyHashes hashes = new BodyHashes();
                BodyHash whole = hashes.want(form, HashAlgorithm.SHA_256);
                BodyHash partial = hashes.want(form, HashAlgorithm.SHA_256, limit);
                BodyHash old = hashes.want(form, HashAlgorithm.SHA_1, limit / 2);
                write(hashes, body, random);
                String part = expected.substring(0, (int) Math.min(limit, expected.length()));
                assertThat(hex(whole)).as("seed %d", seed).isEqualTo(sha256(expected));
                assertThat(hex(partial)).as("seed %d", seed).isEqualTo(sha256(part));
                assertThat(hex(old))
                        .as("seed %d", seed)
                        .isEqualTo(
                                hash(
                                        HashAlgorithm.SHA_1,
                                        expected.substring(
                                                0, (int) Math.min(limit / 2, expected.length()))));
                assertThat(whole.bodyOctets()).as("seed %d", seed).isEqualTo(expected.length());
            }
        }
    }

    /// Stretches longer than what is gathered, cut at odd places.
    @Test
    void largeBodiesAreHashedInPieces() {
        for (long seed = 0; seed < 20; seed++) {
            Random random = new Random(seed);
            StringBuilder text = new StringBuilder();
            while (text.length() < 200_000) {
                text.append("x".repeat(random.nextInt(3_000)));
                text.append(text(body(random)));
                text.append("\r\n".repeat(random.nextInt(4) == 0 ? random.nextInt(3_000) : 0));
            }
            byte[] body = text.toString().getBytes(StandardCharsets.ISO_8859_1);
            for (Canonicalization form : Canonicalization.values()) {
                String expected = canonical(form, text(body));
                BodyHashes hashes = new BodyHashes();
                BodyHash whole = hashes.want(form, HashAlgorithm.SHA_256);
                for (int at = 0; at < body.length; ) {
                    int length = Math.min(1 + random.nextInt(20_000), body.length - at);
                    hashes.write(body, at, length);
                    at += length;
                }
                hashes.end();
                assertThat(hex(whole)).as("seed %d", seed).isEqualTo(sha256(expected));
            }
        }
    }

    @Test
    void eachDistinctHashIsOneObject() {
        BodyHashes hashes = new BodyHashes();
        BodyHash one = hashes.want(Canonicalization.RELAXED, HashAlgorithm.SHA_256);
        assertThat(hashes.want(Canonicalization.RELAXED, HashAlgorithm.SHA_256)).isSameAs(one);
        hashes.write(new byte[1], 0, 1);
        assertThatThrownBy(() -> hashes.want(Canonicalization.SIMPLE, HashAlgorithm.SHA_256))
                .isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(one::octets).isInstanceOf(IllegalStateException.class);
    }

    private static void write(BodyHashes hashes, byte[] body, Random random) {
        int at = 0;
        while (at < body.length) {
            int length = Math.min(random.nextInt(random.nextInt(40) + 1), body.length - at);
            byte[] piece = new byte[length + 2];
            Arrays.fill(piece, (byte) ' ');
            System.arraycopy(body, at, piece, 1, length);
            hashes.write(piece, 1, length);
            at += length;
        }
        hashes.end();
        hashes.end();
    }

    private static byte[] body(Random random) {
        String[] parts = {
            "a", "Z=", "\u00e9", " ", "\t", "\r\n", "\r\n", "\r", "\n", "longer word"
        };
        int kinds = 3 + random.nextInt(parts.length - 2);
        StringBuilder body = new StringBuilder();
        int count = random.nextInt(60);
        for (int i = 0; i < count; i++) {
            body.append(parts[(random.nextInt(kinds) + random.nextInt(2) * 4) % 10]);
        }
        return body.toString().getBytes(StandardCharsets.ISO_8859_1);
    }

    /// As the standard says it, without regard to speed.
    private static String canonical(Canonicalization form, String body) {
        String text = body;
        if (form == Canonicalization.RELAXED) {
            text = text.replaceAll("[ \t]+", " ");
            text = text.replaceAll(" (?=\r\n)", "").replaceAll(" \\z", "");
        }
        while (text.endsWith("\r\n")) {
            text = text.substring(0, text.length() - 2);
        }
        return form == Canonicalization.RELAXED && text.isEmpty() ? "" : text + "\r\n";
    }

    private static String form(Canonicalization form, String body) {
        String canonical = canonical(form, body);
        BodyHashes hashes = new BodyHashes();
        BodyHash hash = hashes.want(form, HashAlgorithm.SHA_256);
        byte[] octets = body.getBytes(StandardCharsets.ISO_8859_1);
        hashes.write(octets, 0, octets.length);
        hashes.end();
        assertThat(hex(hash)).isEqualTo(sha256(canonical));
        return canonical;
    }

    private static String text(byte[] octets) {
        return new String(octets, StandardCharsets.ISO_8859_1);
    }

    private static String hex(BodyHash hash) {
        return HexFormat.of().formatHex(hash.octets());
    }

    private static String sha256(String text) {
        return hash(HashAlgorithm.SHA_256, text);
    }

    private static String hash(HashAlgorithm algorithm, String text) {
        return HexFormat.of()
                .formatHex(algorithm.digest().digest(text.getBytes(StandardCharsets.ISO_8859_1)));
    }
}
