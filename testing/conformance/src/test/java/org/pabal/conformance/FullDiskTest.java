// SPDX-License-Identifier: Apache-2.0
package org.pabal.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A disk that fills up while mail comes in: refused in words, nothing lost, reading and deleting
/// go on, and it mends itself when there is room again (THREATS §6).
class FullDiskTest {
    private static final int MAILS_AT_MOST = 400;
    private static final int TRIES = 1_000;

    @TempDir private Path folder;

    @Test
    void mailIsDeferredReadingGoesOnAndRoomMendsIt() throws Exception {
        Path disk = Files.createDirectory(folder.resolve("disk"));
        assumeTrue(
                System.getProperty("user.name").equals("root")
                        && mount("-t", "tmpfs", "-o", "size=96m", "tmpfs", disk.toString()),
                "only root may mount a small disk");
        try {
            Path data = PabalProcess.data(disk, "");
            fillUp(data, disk);
        } finally {
            Run.command("umount", disk.toString()).run();
        }
    }

    private static boolean mount(String... arguments) throws Exception {
        String[] command = new String[arguments.length + 1];
        command[0] = "mount";
        System.arraycopy(arguments, 0, command, 1, arguments.length);
        return Run.command(command).run().exitCode() == 0;
    }

    private static void fillUp(Path data, Path disk) throws Exception {
        try (PabalProcess server = PabalProcess.at(data).with("pabal.test", "bob").start()) {
            int accepted = 0;
            String reply = send(server);
            while (reply.startsWith("250") && accepted < MAILS_AT_MOST) {
                accepted++;
                reply = send(server);
            }
            assertThat(reply).startsWith("452 4.3.1");
            assertThat(accepted).isPositive();
            try (LineClient imap = LineClient.connectTls(server.port(993))) {
                imap.line();
                assertThat(imap.command("LOGIN bob@pabal.test bob-secret")).contains("t OK");
                assertThat(imap.command("SELECT INBOX")).contains("* " + accepted + " EXISTS");
                assertThat(imap.command("FETCH 1 RFC822.SIZE")).contains("RFC822.SIZE");
                assertThat(imap.command("STORE 1 +FLAGS (\\Deleted)")).contains("t ");
            }
            assertThat(mount("-o", "remount,size=400m", disk.toString())).isTrue();
            reply = send(server);
            for (int i = 0; i < TRIES && reply.startsWith("452"); i++) {
                reply = send(server); // the disk is asked again ten times a second
            }
            assertThat(reply).startsWith("250");
            assertThat(server.stop()).isIn(0, 143);
            assertThat(server.pabal("", "store", "verify").mustSucceed().output())
                    .contains("whole");
        }
    }

    private static String send(PabalProcess server) throws Exception {
        try (LineClient smtp = LineClient.connect(server.port(25))) {
            smtp.reply();
            smtp.ask("EHLO sender.test");
            smtp.ask("MAIL FROM:<sender@example.net>");
            String recipient = smtp.ask("RCPT TO:<bob@pabal.test>");
            if (!recipient.startsWith("250")) {
                return recipient;
            }
            smtp.ask("DATA");
            String line = "x".repeat(998) + "\r\n";
            return smtp.sendOctets(
                            ("Subject: filler\r\n\r\n" + line.repeat(1_000) + ".\r\n")
                                    .getBytes(StandardCharsets.US_ASCII))
                    .reply();
        }
    }
}
