// SPDX-License-Identifier: Apache-2.0
package org.pabal.message.mime;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// Fields put above a message that was scanned.
class ScannedMessageTest {
    private static final String TOP =
            "Return-Path: <a@x>\r\nReceived: by us;\r\n\tnow\r\nX-Top:\r\n";

    private static ScannedMessage scan(byte[] octets) {
        MessageScanner scanner = new MessageScanner();
        scanner.write(octets, 0, octets.length);
        return scanner.finish();
    }

    private static void assertSame(String top, byte[] message, String what) {
        byte[] whole = new byte[top.length() + message.length];
        System.arraycopy(Samples.latin1(top), 0, whole, 0, top.length());
        System.arraycopy(message, 0, whole, top.length(), message.length);
        assertThat(scan(message).below(Samples.latin1(top))).as(what).isEqualTo(scan(whole));
    }

    @Test
    void itIsAsIfBothHadBeenScanned() {
        for (String message :
                List.of(
                        "",
                        "\r\n",
                        "\r\nbody",
                        "\r\n\r\n",
                        "Subject: x",
                        "Subject: x\r\n",
                        "Subject: x\r\n\r\n",
                        "Subject: x\r\n folded\r\n\r\nbody\r\n",
                        "Subject: x\r\nno field\r\nTo: y\r\n\r\nbody\r\n",
                        "no header at all\r\nbut two lines\r\n",
                        "\nbare: line ends\n",
                        "Content-Type: message/rfc822\r\n\r\nSubject: inner\r\n\r\nbody",
                        "Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\nx\r\n--b--",
                        "Content-Type: multipart/mixed; boundary=b\r\nContent-Type: text/html"
                                + "\r\n\r\n--b\r\nSubject: x\r\n--b\r\n\r\n--b--\r\nepilogue")) {
            assertSame(TOP, Samples.latin1(message), message);
            assertSame("", Samples.latin1(message), message);
        }
    }

    @Test
    void itIsSoWithMessagesOfAllKinds() {
        for (int seed = 1; seed <= 300; seed++) {
            Random random = new Random(seed);
            byte[] message = Samples.latin1(Samples.generated(random));
            if (random.nextBoolean()) {
                message = java.util.Arrays.copyOf(message, random.nextInt(message.length + 1));
            }
            assertSame(TOP, message, "seed " + seed);
        }
    }

    @Test
    void itIsSoWithMessagesOfOtherProjects() throws Exception {
        List<String> begunWithSomethingElse = new ArrayList<>();
        Samples.ofOthers()
                .forEach((name, message) -> {
                    boolean field = HeaderFieldReader.colon(message, 0, message.length) > 0;
                    if (field || message.length > 0 && message[0] == '\r') {
                        assertSame(TOP, message, name);
                    } else {
                        begunWithSomethingElse.add(name);
                    }
                });
        assertThat(begunWithSomethingElse).hasSizeLessThan(20);
    }

    @Test
    void anotherHeaderSectionIsAsIfItHadBeenScanned() {
        int known = 0;
        for (int seed = 1; seed <= 1000; seed++) {
            Random random = new Random(seed);
            byte[] message = Samples.latin1(Samples.generated(random));
            ScannedMessage scanned = scan(message);
            byte[] before = java.util.Arrays.copyOf(message, (int) scanned.headerOctets());
            byte[] after = otherSection(before, random);
            var other = scanned.withHeader(before, after);
            if (other.isPresent()) {
                known++;
                byte[] whole =
                        java.util.Arrays.copyOf(
                                after, after.length + message.length - before.length);
                System.arraycopy(
                        message,
                        before.length,
                        whole,
                        after.length,
                        message.length - before.length);
                assertThat(other.get()).as("seed %d", seed).isEqualTo(scan(whole));
            }
        }
        assertThat(known).isGreaterThan(200);
    }

    /// Some fields dropped, some added.
    private static byte[] otherSection(byte[] before, Random random) {
        var after = new java.io.ByteArrayOutputStream();
        for (PlacedField place : HeaderSection.places(before)) {
            if (random.nextInt(4) > 0) {
                after.write(before, place.from(), place.to() - place.from());
            }
            if (random.nextInt(4) == 0) {
                after.writeBytes(Samples.latin1("X-New: \u00e9\r\n two\r\n"));
            }
        }
        int size = after.size();
        if (size > 0 && after.toByteArray()[size - 1] != '\n') {
            after.writeBytes(Samples.latin1("\r\n"));
        }
        after.writeBytes(Samples.latin1("\r\n"));
        return after.toByteArray();
    }
}
