// SPDX-License-Identifier: Apache-2.0
package org.pabal.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Mail to Postfix' `smtp-sink`: many over few connections, and in a form that it takes.
class OutboundTest {
    private static final int TRIES = 300;

    @TempDir private Path folder;

    private PabalProcess pabalWithRouteTo(int port) throws Exception {
        Path data =
                PabalProcess.data(
                        folder,
                        """
                        [mail]
                        own-networks = ["127.0.0.0/8"]
                        [limits]
                        mails-per-session = 10000
                        [routes]
                        "sink.test" = "127.0.0.1:%d"
                        """
                                .formatted(port));
        return PabalProcess.at(data).with("pabal.test", "bob").start();
    }

    @Test
    void manyMailsGoOverFewConnections() throws Exception {
        assumeTrue(Run.has("smtp-sink") && System.getProperty("user.name").equals("root"));
        int port = Daemon.freePort();
        Process sink =
                new ProcessBuilder("smtp-sink", "-u", "nobody", "-c", "127.0.0.1:" + port, "100")
                        .redirectErrorStream(true)
                        .start();
        try (PabalProcess pabal = pabalWithRouteTo(port)) {
            int mails = 500;
            Run.command(
                            "smtp-source",
                            "-d",
                            "-s",
                            "5",
                            "-m",
                            Integer.toString(mails),
                            "-l",
                            "2000",
                            "-f",
                            "bob@pabal.test",
                            "-t",
                            "someone@sink.test",
                            "127.0.0.1:" + pabal.port(25))
                    .run()
                    .mustSucceed();
            String counters = countersUntil(sink.getInputStream(), "mesg=" + mails);
            int sessions = Integer.parseInt(counters.replaceAll("(?s).*sess=(\\d+).*", "$1"));
            assertThat(sessions).isLessThan(mails / 5);
        } finally {
            sink.destroyForcibly().waitFor();
        }
    }

    /// The sink's last line of counters that has this one.
    private static String countersUntil(InputStream in, String wanted) throws IOException {
        byte[] text = new byte[8192];
        String seen = "";
        for (int length = in.read(text); length >= 0; length = in.read(text)) {
            seen += new String(text, 0, length, StandardCharsets.US_ASCII);
            int at = seen.indexOf(wanted);
            if (at >= 0) {
                return seen.substring(Math.max(0, seen.lastIndexOf("sess=", at)), at);
            }
            seen = seen.substring(Math.max(0, seen.length() - 200));
        }
        throw new AssertionError("the sink has ended: " + seen);
    }

    @Test
    void aServerWithout8BitMimeGetsSevenBits() throws Exception { // RFC 6152 §3, THREATS O08
        assumeTrue(Run.has("smtp-sink") && System.getProperty("user.name").equals("root"));
        int port = Daemon.freePort();
        Path home = Daemon.homeIn(folder, "sink");
        Run.command("chown", "nobody", home.toString()).run().mustSucceed();
        Process sink =
                new ProcessBuilder(
                                List.of(
                                        "smtp-sink",
                                        "-8",
                                        "-u",
                                        "nobody",
                                        "-R",
                                        home.toString(),
                                        "-d",
                                        "mail.",
                                        "127.0.0.1:" + port,
                                        "100"))
                        .redirectErrorStream(true)
                        .start();
        try (PabalProcess pabal = pabalWithRouteTo(port)) {
            byte[] mail =
                    ("From: bob@pabal.test\r\nTo: someone@sink.test\r\nSubject: narrow\r\n"
                                    + "MIME-Version: 1.0\r\n"
                                    + "Content-Type: text/plain; charset=utf-8\r\n"
                                    + "Content-Transfer-Encoding: 8bit\r\n\r\n"
                                    + "a caf\u00e9 that is not far away\r\n.\r\n")
                            .getBytes(StandardCharsets.UTF_8);
            pabal.send("bob@pabal.test", "someone@sink.test", mail);
            byte[] got = awaitFile(home);
            for (byte octet : got) {
                assertThat(octet).isGreaterThanOrEqualTo((byte) 0);
            }
            assertThat(new String(got, StandardCharsets.US_ASCII))
                    .contains("Content-Transfer-Encoding: quoted-printable")
                    .contains("a caf=C3=A9 that is not far away");
        } finally {
            sink.destroyForcibly().waitFor();
        }
    }

    private static byte[] awaitFile(Path home) throws Exception {
        for (int i = 0; i < TRIES; i++) {
            try (Stream<Path> files = Files.list(home)) {
                for (Path file : files.toList()) {
                    byte[] octets = Files.readAllBytes(file);
                    String text = new String(octets, StandardCharsets.ISO_8859_1);
                    if (text.contains("not far away")) {
                        return Arrays.copyOf(octets, octets.length);
                    }
                }
            }
            Thread.sleep(100); // another process writes the file
        }
        throw new AssertionError("nothing came");
    }
}
