// SPDX-License-Identifier: Apache-2.0
package org.pabal.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// People teach the filter with what every mail client does, and administrators with files.
class SpamLearningTest {
    private static final int TRIES = 200;

    @TempDir private Path folder;
    private PabalProcess server;

    @BeforeEach
    void start() throws Exception {
        server = PabalProcess.at(folder.resolve("data")).start().with("pabal.test", "bob");
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private String status() throws Exception {
        return server.pabal("", "spam", "status", "--account", "bob@pabal.test")
                .mustSucceed()
                .output();
    }

    private void awaitStatus(String own) throws Exception {
        for (int i = 0; i < TRIES; i++) {
            if (status().contains(own)) {
                return;
            }
            Thread.sleep(50); // it is learnt in the background
        }
        assertThat(status()).contains(own);
    }

    @Test
    void aMoveIntoJunkTeachesAndTheWayBackUndoesItAlsoAfterAKill() throws Exception {
        server.send("anna@pabal.test", "bob@pabal.test", Mails.plain("pills", "Buy pills now."));
        server.awaitMail("bob", 1);
        try (LineClient imap = server.imap("bob")) {
            imap.command("SELECT INBOX");
            assertThat(imap.command("UID MOVE 1 Junk")).contains("t OK");
        }
        awaitStatus("of its own: 1 spam, 0 good");
        assertThat(status()).contains("1 of 50 learnt").contains("the statistics are silent yet");

        server.kill();
        server.start();
        try (LineClient imap = server.imap("bob")) {
            imap.command("SELECT Junk");
            assertThat(imap.command("UID MOVE 1 INBOX")).contains("t OK");
        }
        awaitStatus("of its own: 0 spam, 1 good");
        try (LineClient imap = server.imap("bob")) {
            imap.command("SELECT INBOX");
            imap.command("UID STORE 2 +FLAGS ($Junk)");
        }
        awaitStatus("of its own: 1 spam, 0 good");
    }

    @Test
    void filesFoldersAndMboxesAreLearntOnceAndUnlearnt() throws Exception {
        Path folders = Files.createDirectories(folder.resolve("spam/cur"));
        for (int i = 0; i < 30; i++) {
            Files.writeString(folders.resolve(i + ":2,S"), mail("pills " + i));
        }
        Path mbox = folder.resolve("ham.mbox");
        StringBuilder mails = new StringBuilder();
        for (int i = 0; i < 30; i++) {
            mails.append("From anna@example.net Thu Aug 22 12:36:23 2002\n")
                    .append(mail("minutes of meeting " + i))
                    .append('\n');
        }
        Files.writeString(mbox, mails, StandardCharsets.UTF_8);
        String[] learn = {
            "spam", "learn", "--spam", folders.getParent().toString(), "--ham", mbox.toString()
        };
        assertThat(server.pabal("", learn).mustSucceed().output())
                .contains("60 messages: 60 learnt, 0 already known");
        assertThat(server.pabal("", learn).mustSucceed().output())
                .contains("60 messages: 0 learnt, 60 already known");
        assertThat(server.pabal("", "spam", "status").mustSucceed().output())
                .contains("the statistics judge, by 30 spam and 30 good mails");

        server.stop(); // the command works on the store itself then
        assertThat(server.pabal("", "spam", "unlearn", mbox.toString()).mustSucceed().output())
                .contains("30 messages: 0 learnt")
                .contains("30 unlearnt");
    }

    private static String mail(String subject) {
        return "From: Anna <anna@example.net>\nSubject: "
                + subject
                + "\nMessage-ID: <"
                + subject.replace(' ', '.')
                + "@example.net>\n\nAll about "
                + subject
                + ".\n";
    }
}
