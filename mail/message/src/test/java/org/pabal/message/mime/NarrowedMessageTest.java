// SPDX-License-Identifier: Apache-2.0
package org.pabal.message.mime;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.pabal.message.mime.NarrowedMessage.Carrier;

class NarrowedMessageTest {
    private static final String HANGUL = "안녕하세요, 길고 긴 편지입니다";

    private static Optional<byte[]> narrowed(byte[] message, Carrier carrier) {
        try {
            Optional<NarrowedMessage> result =
                    NarrowedMessage.of(() -> new ByteArrayInputStream(message), carrier);
            if (result.isEmpty()) {
                return Optional.empty();
            }
            byte[] octets = result.get().open().readAllBytes();
            assertThat(result.get().octets()).isEqualTo(octets.length);
            return Optional.of(octets);
        } catch (IOException impossible) {
            throw new AssertionError(impossible);
        }
    }

    private static String narrowed(String message, Carrier carrier) {
        byte[] octets = message.getBytes(StandardCharsets.UTF_8);
        return narrowed(octets, carrier)
                .map(out -> new String(out, StandardCharsets.UTF_8))
                .orElse("impossible");
    }

    @Test
    void aPlainTextIsQuotedAndSaysSo() {
        assertThat(
                        narrowed(
                                "Subject: x\r\nMIME-Version: 1.0\r\n"
                                        + "Content-Type: text/plain; charset=utf-8\r\n"
                                        + "Content-Transfer-Encoding:\r\n 8bit\r\nX: y\r\n\r\n"
                                        + "caf\u00e9 = coffee, a line of some length \r\n.\r\n-- \r\n",
                                Carrier.SEVEN_BIT))
                .isEqualTo(
                        "Subject: x\r\nMIME-Version: 1.0\r\n"
                                + "Content-Type: text/plain; charset=utf-8\r\nX: y\r\n"
                                + "Content-Transfer-Encoding: quoted-printable\r\n\r\n"
                                + "caf=C3=A9 =3D coffee, a line of some length=20\r\n.\r\n"
                                + "=2D-=20\r\n");
    }

    @Test
    void aMailboxKeepsAllButNulAndLoneLineEnds() { // RFC 3516 §6
        String head = "Content-Type: image/x\r\nContent-Transfer-Encoding: binary\r\n\r\n";
        String fits = head + "caf\u00e9 " + "x".repeat(2000) + "\r\n";
        assertThat(narrowed(fits, Carrier.MAILBOX)).isEqualTo(fits);
        assertThat(narrowed(head + "a\0b\n", Carrier.MAILBOX))
                .isEqualTo(
                        "Content-Type: image/x\r\nMIME-Version: 1.0\r\n"
                                + "Content-Transfer-Encoding: base64\r\n\r\nYQBiCg==");
        assertThat(narrowed("Subject: a\0b\r\n\r\nx", Carrier.MAILBOX)).isEqualTo("impossible");
        assertThat(narrowed("Subject: a\nX: y\r\n\r\nx", Carrier.MAILBOX)).isEqualTo("impossible");
    }

    @Test
    void aTextWithoutMimeGetsAHonestLabel() { // RFC 1428 §3
        assertThat(narrowed("Subject: x\r\n\r\n" + HANGUL + "\r\n", Carrier.SEVEN_BIT))
                .startsWith(
                        "Subject: x\r\nMIME-Version: 1.0\r\n"
                                + "Content-Type: text/plain; charset=unknown-8bit\r\n"
                                + "Content-Transfer-Encoding: base64\r\n\r\n7JWI");
    }

    @Test
    void onlyPartsThatDoNotFitAreEncoded() {
        String message =
                "MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b\r\n"
                        + "Content-Transfer-Encoding: 8bit\r\n\r\npre\u00e9amble\r\n--b\r\n\r\nascii\r\n"
                        + "--b\r\nContent-Type: image/png\r\nContent-Transfer-Encoding: binary\r\n\r\n"
                        + "\u00e9\0\r\n--b--\r\nepilogue\r\n";
        assertThat(narrowed(message, Carrier.SEVEN_BIT))
                .isEqualTo(
                        "MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b\r\n"
                                + "Content-Transfer-Encoding: 7bit\r\n\r\npre??amble\r\n--b\r\n\r\nascii\r\n"
                                + "--b\r\nContent-Type: image/png\r\n"
                                + "Content-Transfer-Encoding: base64\r\n\r\nw6kA\r\n--b--\r\nepilogue\r\n");
        assertThat(narrowed(message, Carrier.EIGHT_BIT))
                .isEqualTo(message.replace("binary\r\n\r\n\u00e9\0", "base64\r\n\r\nw6kA"));
    }

    @Test
    void aMessageWithinAMessageIsRewrittenInside() { // RFC 2046 §5.2.1
        assertThat(
                        narrowed(
                                "MIME-Version: 1.0\r\nContent-Type: message/rfc822\r\n"
                                        + "Content-Transfer-Encoding: 8bit\r\n\r\n"
                                        + "Subject: inner\r\n\r\n\u00e9\u00e9\r\n",
                                Carrier.SEVEN_BIT))
                .isEqualTo(
                        "MIME-Version: 1.0\r\nContent-Type: message/rfc822\r\n"
                                + "Content-Transfer-Encoding: 7bit\r\n\r\nSubject: inner\r\n"
                                + "MIME-Version: 1.0\r\n"
                                + "Content-Type: text/plain; charset=unknown-8bit\r\n"
                                + "Content-Transfer-Encoding: base64\r\n\r\nw6nDqQ0K");
    }

    @Test
    void whatIsSignedIsNotChanged() { // RFC 1847 §2.1
        String signed =
                "MIME-Version: 1.0\r\nContent-Type: multipart/signed; boundary=b\r\n\r\n"
                        + "--b\r\nContent-Transfer-Encoding: 8bit\r\n\r\n%s\r\n"
                        + "--b\r\nContent-Type: application/pgp-signature\r\n\r\nx\r\n--b--\r\n";
        assertThat(narrowed(signed.formatted("\u00e9"), Carrier.SEVEN_BIT)).isEqualTo("impossible");
        assertThat(narrowed(signed.formatted("e"), Carrier.SEVEN_BIT))
                .isEqualTo(signed.formatted("e"));
    }

    @Test
    void headerSectionsAreNotChanged() {
        assertThat(narrowed("Subject: \u00e9\r\n\r\nx\r\n", Carrier.SEVEN_BIT))
                .isEqualTo("impossible");
        assertThat(narrowed("Subject: \u00e9\r\n\r\nx\r\n", Carrier.EIGHT_BIT))
                .isEqualTo("Subject: \u00e9\r\n\r\nx\r\n");
    }

    @Test
    void noLineBecomesADelimiterByBeingBroken() {
        String line = "x".repeat(75) + "--b--" + "y".repeat(71) + "--b" + "\u00e9".repeat(3);
        String message =
                "Content-Type: multipart/mixed; boundary=b\r\nMIME-Version: 1.0\r\n\r\n"
                        + "--b\r\nContent-Type: text/plain\r\n\r\n"
                        + line
                        + "\r\n--b--\r\n";
        String out = narrowed(message, Carrier.SEVEN_BIT);
        assertThat(leaves(out.getBytes(StandardCharsets.UTF_8)))
                .isEqualTo(leaves(message.getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void whatIsDecodedIsTheSameBeforeAndAfter() {
        int changed = 0;
        for (int seed = 0; seed < 3000; seed++) {
            Random random = new Random(seed);
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            out.writeBytes(ascii("MIME-Version: 1.0\r\n"));
            part(random, 0, out);
            byte[] message = out.toByteArray();
            Carrier carrier = random.nextBoolean() ? Carrier.SEVEN_BIT : Carrier.EIGHT_BIT;
            Optional<byte[]> result = narrowed(message, carrier);
            if (result.isPresent()) {
                changed += java.util.Arrays.equals(result.get(), message) ? 0 : 1;
                assertThat(leaves(result.get())).as("seed %d", seed).isEqualTo(leaves(message));
                RegionFacts facts = new RegionFacts();
                facts.add(result.get(), result.get().length);
                facts.finish();
                assertThat(facts.fitsHeader(carrier)).as("seed %d fits", seed).isTrue();
                assertThat(narrowed(result.get(), carrier).map(List::of).orElse(List.of()))
                        .as("seed %d: what fits stays as it is", seed)
                        .first()
                        .isEqualTo(result.get());
            }
        }
        assertThat(changed).isGreaterThan(1000);
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    /// A header section's MIME fields, and a body.
    private static void part(Random random, int depth, ByteArrayOutputStream out) {
        int kind = depth > 3 ? random.nextInt(6) : random.nextInt(10);
        if (kind >= 8) {
            String boundary = "=_" + depth + random.nextInt(3);
            String subtype = random.nextInt(8) == 0 ? "signed" : "mixed";
            out.writeBytes(
                    ascii(
                            "Content-Type: multipart/"
                                    + subtype
                                    + "; boundary=\""
                                    + boundary
                                    + "\"\r\n"));
            label(random, out, "8bit", "binary", "7bit");
            out.writeBytes(ascii("\r\n"));
            for (int i = random.nextInt(4); i >= 0; i--) {
                out.writeBytes(ascii("\r\n--" + boundary + "\r\n"));
                part(random, depth + 1, out);
            }
            out.writeBytes(ascii("\r\n--" + boundary + "--\r\n"));
        } else if (kind == 7) {
            out.writeBytes(ascii("Content-Type: message/rfc822\r\n"));
            label(random, out, "8bit", "binary", "7bit");
            out.writeBytes(ascii("\r\nSubject: inner\r\nMIME-Version: 1.0\r\n"));
            part(random, depth + 1, out);
        } else {
            String type = List.of("text/plain", "text/html", "image/png").get(random.nextInt(3));
            if (random.nextInt(4) > 0) {
                out.writeBytes(ascii("Content-Type: " + type + "\r\n"));
            }
            label(random, out, "8bit", "binary", "7bit", "base64", "quoted-printable");
            out.writeBytes(ascii("\r\n"));
            body(random, out);
        }
    }

    private static void label(Random random, ByteArrayOutputStream out, String... encodings) {
        if (random.nextBoolean()) {
            String encoding = encodings[random.nextInt(encodings.length)];
            out.writeBytes(ascii("Content-Transfer-Encoding: " + encoding + "\r\n"));
        }
    }

    private static void body(Random random, ByteArrayOutputStream out) {
        String[] words = {"word ", "=", "=41", "\r\n", " \r\n", ".", "--", "\u00e9", HANGUL, "\t"};
        String[] binary = {"\r", "\n", "\0", "x".repeat(1200)};
        boolean wild = random.nextInt(3) == 0;
        for (int i = random.nextInt(60); i > 0; i--) {
            boolean odd = wild && random.nextInt(5) == 0;
            String text = odd ? binary[random.nextInt(4)] : words[random.nextInt(words.length)];
            out.writeBytes(text.getBytes(StandardCharsets.UTF_8));
        }
    }

    /// Types and decoded octets of all leaves.
    private static List<String> leaves(byte[] message) {
        MessageScanner scanner = new MessageScanner();
        scanner.write(message, 0, message.length);
        List<String> found = new ArrayList<>();
        collect(scanner.finish().root(), message, found);
        return found;
    }

    private static void collect(MimePart part, byte[] message, List<String> found) {
        if (part.children().isEmpty()) {
            byte[] decoded =
                    TransferDecoding.decode(
                            part.content().transferEncoding(),
                            message,
                            (int) part.bodyOffset(),
                            (int) part.bodyOctets());
            found.add(
                    part.content().type()
                            + "/"
                            + part.content().subtype()
                            + " "
                            + new String(decoded, StandardCharsets.ISO_8859_1));
        }
        part.children().forEach(child -> collect(child, message, found));
    }
}
