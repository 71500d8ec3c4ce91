// SPDX-License-Identifier: Apache-2.0
package org.pabal.message.mime;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class TransferDecodingTest {

    private static String decode(String encoding, String encoded) {
        byte[] decoded = TransferDecoding.decode(encoding, Samples.latin1(encoded));
        return new String(decoded, StandardCharsets.ISO_8859_1);
    }

    @Test
    void m08Base64GoesAsFarAsItGoes() {
        assertThat(decode("base64", "aGVs\r\nbG8=\r\n")).isEqualTo("hello");
        assertThat(decode("BASE64", "aGVsbG8")).isEqualTo("hello");
        assertThat(decode("base64", "a!G\0V.s b*G-8=")).isEqualTo("hello");
        assertThat(decode("base64", "aGVsbG8=aGVsbG8=")).isEqualTo("hellohello");
        assertThat(decode("base64", "aGVsbG8====")).isEqualTo("hello");
        assertThat(decode("base64", "aGVsbA=")).isEqualTo("hell");
        assertThat(decode("base64", "a")).isEmpty();
        assertThat(decode("base64", "")).isEmpty();
    }

    @Test
    void m08QuotedPrintableGoesAsFarAsItGoes() {
        assertThat(decode("quoted-printable", "a=3Db=3d=\r\nc")).isEqualTo("a=b=c");
        assertThat(decode("quoted-printable", "soft= \t\r\nbreak")).isEqualTo("softbreak");
        assertThat(decode("quoted-printable", "a  \r\nb \nc ")).isEqualTo("a\r\nb\nc");
        assertThat(decode("quoted-printable", "a=ZZ=4=")).isEqualTo("a=ZZ=4");
        assertThat(decode("quoted-printable", "a==41")).isEqualTo("a=A");
        assertThat(decode("quoted-printable", "a=\nb=\rc")).isEqualTo("abc");
        assertThat(decode("quoted-printable", "a= b")).isEqualTo("a= b");
        assertThat(decode("quoted-printable", "a=")).isEqualTo("a");
        assertThat(decode("quoted-printable", "x" + " ".repeat(5000) + "y")).hasSize(5002);
    }

    @Test
    void unknownEncodingsPassUnchanged() {
        assertThat(decode("x-uuencode", "begin 644 x")).isEqualTo("begin 644 x");
    }

    @Test
    void anyCutOfAnyOctetsGivesTheSame() throws Exception {
        long seed = 21;
        var random = new Random(seed);
        String alphabet = "=ABab12 \t\r\n+/zZ";
        for (int n = 0; n < 5000; n++) {
            byte[] octets = new byte[random.nextInt(200)];
            for (int i = 0; i < octets.length; i++) {
                octets[i] = (byte) alphabet.charAt(random.nextInt(alphabet.length()));
            }
            for (String encoding : new String[] {"base64", "quoted-printable", "8bit"}) {
                byte[] whole = TransferDecoding.decode(encoding, octets);
                var pieces = new ByteArrayOutputStream();
                var decoder = TransferDecoding.decoder(encoding, pieces::write);
                for (int i = 0; i < octets.length; ) {
                    int count = Math.min(1 + random.nextInt(7), octets.length - i);
                    decoder.write(octets, i, count);
                    i += count;
                }
                decoder.finish();
                assertThat(pieces.toByteArray()).as("seed %d", seed).isEqualTo(whole);
                var stream = TransferDecoding.decode(encoding, new ByteArrayInputStream(octets));
                assertThat(stream.readAllBytes()).as("seed %d", seed).isEqualTo(whole);
            }
        }
    }

    @Test
    void whatTheJdkEncodesIsDecodedToTheSame() throws Exception {
        byte[] octets = new byte[100_000];
        new Random(5).nextBytes(octets);
        byte[] encoded = Base64.getMimeEncoder().encode(octets);
        assertThat(TransferDecoding.decode("base64", encoded)).isEqualTo(octets);
        try (var stream = TransferDecoding.decode("base64", new ByteArrayInputStream(encoded))) {
            assertThat(stream.read()).isEqualTo(octets[0] & 0xFF);
            assertThat(stream.readAllBytes())
                    .isEqualTo(Arrays.copyOfRange(octets, 1, octets.length));
        }
    }
}
