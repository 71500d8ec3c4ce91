// SPDX-License-Identifier: Apache-2.0
package org.pabal.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Services on sockets in the file system, beside their ports.
class UnixSocketTest {
    @TempDir private Path folder;

    @Test
    void swaksDeliversThroughSockets() throws Exception {
        assumeTrue(Run.has("swaks"));
        Path smtp = folder.resolve("smtp.sock");
        Path lmtp = folder.resolve("lmtp.sock");
        Path data =
                PabalProcess.data(
                        folder,
                        """
                        [services.smtp]
                        address = ["127.0.0.1", "unix:%s"]
                        [services.lmtp]
                        enabled = true
                        address = "unix:%s"
                        """
                                .formatted(smtp, lmtp));
        try (PabalProcess server = PabalProcess.at(data).with("pabal.test", "bob").start()) {
            assertThat(Files.getPosixFilePermissions(lmtp))
                    .isEqualTo(PosixFilePermissions.fromString("rw-rw----"));
            swaks(lmtp, "--protocol", "LMTP", "--header", "Subject: by lmtp");
            swaks(smtp, "--protocol", "ESMTP", "--header", "Subject: by smtp");
            assertThat(server.pabal("", "status").mustSucceed().output()).contains(smtp.toString());
            try (LineClient imap = LineClient.connectTls(server.port(993))) {
                imap.line();
                imap.command("LOGIN bob@pabal.test bob-secret");
                imap.command("SELECT INBOX");
                assertThat(imap.command("FETCH 1:* BODY[HEADER]"))
                        .contains("Subject: by lmtp")
                        .contains("Subject: by smtp");
            }
            server.stop();
            assertThat(lmtp).doesNotExist();
        }
    }

    private void swaks(Path socket, String... more) throws Exception {
        List<String> command =
                new ArrayList<>(
                        List.of(
                                "swaks",
                                "--socket",
                                socket.toString(),
                                "--from",
                                "bob@pabal.test",
                                "--to",
                                "bob@pabal.test"));
        command.addAll(List.of(more));
        Run.command(command).in(folder).run().mustSucceed();
    }
}
