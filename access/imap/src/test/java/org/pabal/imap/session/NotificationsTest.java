// SPDX-License-Identifier: Apache-2.0
package org.pabal.imap.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.pabal.mailbox.MailboxName;

/// NOTIFY under load: bounded, in order, and never within a command (THREATS I15).
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class NotificationsTest {
    private static final String EVERYTHING =
            "NOTIFY SET (selected (MessageNew MessageExpunge FlagChange))"
                    + " (personal (MessageNew MessageExpunge FlagChange MailboxName))";

    private final ImapStage stage;

    NotificationsTest() throws IOException {
        stage = new ImapStage();
    }

    @AfterEach
    void close() throws IOException {
        stage.close();
    }

    /// While a literal is on its way nothing is told, and of a thousand places no more is kept.
    @Test
    void tooMuchNewsIsGivenUp() throws Exception {
        for (int i = 0; i <= 1000; i++) {
            stage.alice().create(MailboxName.of("m" + i), Optional.empty());
        }
        try (Talk talk = Talk.loggedIn(stage)) {
            talk.ok(EVERYTHING);
            talk.send("a STATUS {5}\r\n");
            assertThat(talk.line()).startsWith("+ ");
            for (int i = 0; i <= 1000; i++) {
                stage.fill("m" + i, 1);
            }
            talk.send("INBOX (MESSAGES)\r\n");
            assertThat(talk.line()).startsWith("* STATUS INBOX ");
            assertThat(talk.line()).startsWith("a OK ");
            assertThat(talk.line()).startsWith("* OK [NOTIFICATIONOVERFLOW] ");
            stage.fill("m1", 1);
            assertThat(talk.ok("NOOP")).hasSize(1);
            talk.ok(EVERYTHING);
            stage.fill("m1", 1);
            assertThat(talk.line()).startsWith("* STATUS m1 (MESSAGES 3 ");
        }
    }

    /// A client that sends commands all the time while its mailbox changes all the time: each answer
    /// is whole, and numbers stay those that it was told.
    @Test
    void commandsAndNewsDoNotMix() throws Exception {
        try (Talk talk = Talk.selected(stage, "INBOX");
                Talk other = Talk.selected(stage, "INBOX")) {
            talk.ok(EVERYTHING);
            Thread noise =
                    Thread.ofVirtual()
                            .start(() -> {
                                try {
                                    for (int i = 0; i < 150; i++) {
                                        other.ok("APPEND INBOX {6+}\r\na: b\r\n");
                                        other.ok("STORE 1:* +FLAGS.SILENT ($N" + i % 3 + ")");
                                        if (i % 5 == 4) {
                                            other.ok("STORE 1:2 +FLAGS.SILENT (\\Deleted)");
                                            other.ok("EXPUNGE");
                                        }
                                    }
                                } catch (IOException e) {
                                    throw new java.io.UncheckedIOException(e);
                                }
                            });
            int count = 0;
            for (int round = 0; noise.isAlive() || round < 20; round++) {
                for (String line : talk.ok("UID SEARCH ALL")) {
                    count = counted(count, line);
                }
            }
            noise.join();
            for (String line : talk.ok("UID SEARCH ALL")) {
                count = counted(count, line);
            }
            assertThat(count).isEqualTo(stage.snapshot("INBOX").count());
        }
    }

    private static int counted(int count, String line) {
        if (line.endsWith(" EXISTS")) {
            int now = Integer.parseInt(line.substring(2, line.indexOf(' ', 2)));
            assertThat(now).isGreaterThanOrEqualTo(count);
            return now;
        } else if (line.endsWith(" EXPUNGE")) {
            assertThat(Integer.parseInt(line.substring(2, line.indexOf(' ', 2))))
                    .isBetween(1, count);
            return count - 1;
        }
        assertThat(line)
                .matches(
                        "\\* SEARCH.*|t\\d+ OK .*|\\* \\d+ (FETCH|RECENT).*|\\* FLAGS .*|\\* OK .*");
        return count;
    }
}
