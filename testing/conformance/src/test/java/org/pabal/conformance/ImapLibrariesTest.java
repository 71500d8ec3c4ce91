// SPDX-License-Identifier: Apache-2.0
package org.pabal.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/// What scripts do with Python's imaplib, Perl's Mail::IMAPClient and curl.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ImapLibrariesTest {
    @TempDir private static Path folder;
    private Clients clients;

    @BeforeAll
    void start() throws Exception {
        clients = Clients.start(folder);
    }

    @AfterAll
    void stop() throws Exception {
        clients.close();
    }

    /// Runs a script of `resources/scripts` with the port and two fresh accounts.
    private String run(String program, String script) throws Exception {
        Path file = folder.resolve(script);
        try (InputStream in = getClass().getResourceAsStream("/scripts/" + script)) {
            if (in == null) {
                throw new IOException("no script " + script);
            }
            Files.write(file, in.readAllBytes());
        }
        return Run.command(
                        program,
                        file.toString(),
                        Integer.toString(clients.server().port(993)),
                        clients.account() + "@pabal.test",
                        clients.account() + "@pabal.test")
                .in(folder)
                .run()
                .mustSucceed()
                .output();
    }

    @Test
    void pythonLivesTheLifeOfAMailbox() throws Exception {
        assumeTrue(Run.has("python3"));
        assertThat(run("python3", "mailbox_life.py")).endsWith("done\n");
    }

    @Test
    void perlMovesAnAccount() throws Exception {
        assumeTrue(
                Run.has("perl")
                        && Run.command("perl", "-MMail::IMAPClient", "-e1").run().exitCode() == 0);
        assertThat(run("perl", "imapclient.pl")).endsWith("done\n");
    }

    @Test
    void curlFetchesSearchesAndUploads() throws Exception {
        assumeTrue(Run.has("curl"));
        String bob = clients.account();
        byte[] mail = Mails.withAttachment(100_000);
        Path file = Files.write(folder.resolve("upload.eml"), mail);
        for (String mailbox : List.of("INBOX", "Sent")) {
            clients.curl(bob, "/" + mailbox, "--upload-file", file.toString());
        }
        assertThat(clients.curl(bob, "/Sent;UID=1")).isEqualTo(mail);
        assertThat(Clients.text(clients.curl(bob, "/Sent;UID=1;SECTION=1")))
                .isEqualTo("See the attachment.\r\n.\r\n..dots");
        assertThat(
                        Clients.text(
                                clients.curl(
                                        bob,
                                        "/Sent;MAILINDEX=1;SECTION=HEADER.FIELDS%20(SUBJECT)")))
                .isEqualTo("Subject: a big one\r\n\r\n");
        assertThat(Clients.text(clients.curl(bob, "/INBOX?SUBJECT%20big")))
                .isEqualTo("* SEARCH 1\r\n");
        assertThat(Clients.text(clients.curl(bob, "/INBOX?NEW%20FLAGGED")))
                .isEqualTo("* SEARCH\r\n");
        clients.curl(bob, "/INBOX", "--request", "STORE 1 +FLAGS (\\Deleted)");
        assertThat(Clients.text(clients.curl(bob, "/INBOX", "--request", "EXPUNGE")))
                .isEqualTo("* 1 EXPUNGE\r\n");
        assertThat(Clients.text(clients.curl(bob, "/", "--request", "LIST \"\" *")))
                .contains("\"/\" INBOX\r\n", "(\\HasNoChildren \\Sent) \"/\" Sent\r\n");
    }
}
