// SPDX-License-Identifier: Apache-2.0
package org.pabal.imap.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Every command in every state where it is not welcome: one BAD, and the session goes on. RFC 9051 §3.
@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class StatesTest {
    private static final List<String> BEFORE_LOGIN =
            List.of("STARTTLS", "LOGIN alice secret", "AUTHENTICATE PLAIN AGFsaWNlAHNlY3JldA==");

    private static final List<String> LOGGED_IN =
            List.of(
                    "ENABLE CONDSTORE",
                    "UNAUTHENTICATE",
                    "NOTIFY NONE",
                    "COMPRESS DEFLATE",
                    "SELECT INBOX",
                    "EXAMINE INBOX",
                    "CREATE x",
                    "DELETE x",
                    "RENAME x y",
                    "SUBSCRIBE INBOX",
                    "UNSUBSCRIBE INBOX",
                    "LIST \"\" *",
                    "LSUB \"\" *",
                    "NAMESPACE",
                    "STATUS INBOX (MESSAGES)",
                    "APPEND INBOX {3}",
                    "IDLE",
                    "GETACL INBOX",
                    "SETACL INBOX bob lr",
                    "DELETEACL INBOX bob",
                    "LISTRIGHTS INBOX bob",
                    "MYRIGHTS INBOX",
                    "ESEARCH IN (personal) ALL");

    private static final List<String> SELECTED =
            List.of(
                    "CHECK",
                    "CLOSE",
                    "UNSELECT",
                    "EXPUNGE",
                    "UID EXPUNGE 1",
                    "SEARCH ALL",
                    "UID SEARCH ALL",
                    "SORT (DATE) UTF-8 ALL",
                    "UID SORT (DATE) UTF-8 ALL",
                    "THREAD REFERENCES UTF-8 ALL",
                    "UID THREAD REFERENCES UTF-8 ALL",
                    "FETCH 1 FLAGS",
                    "UID FETCH 1 FLAGS",
                    "STORE 1 +FLAGS (\\Seen)",
                    "UID STORE 1 +FLAGS (\\Seen)",
                    "COPY 1 Archive",
                    "UID COPY 1 Archive",
                    "MOVE 1 Archive",
                    "UID MOVE 1 Archive",
                    "REPLACE 1 INBOX {3}",
                    "UID REPLACE 1 INBOX {3}");

    private final ImapStage stage;

    StatesTest() throws IOException {
        stage = new ImapStage();
        stage.configure(
                org.pabal.imap.ImapConfig.defaults()
                        .withLoginSecurity(
                                org.pabal.imap.ImapConfig.LoginSecurity.CLEARTEXT_ALLOWED));
    }

    @AfterEach
    void close() throws IOException {
        stage.close();
    }

    @Test
    void beforeLoginOnlyLoginIsWelcome() throws Exception {
        for (List<String> commands : List.of(LOGGED_IN, SELECTED)) {
            for (String command : commands) {
                try (Talk talk = new Talk(stage)) {
                    assertThat(talk.answer(command)).as(command).isEqualTo("BAD Log in first");
                    assertThat(talk.answer("NOOP")).as(command).startsWith("OK");
                }
            }
        }
    }

    @Test
    void withoutAMailboxNoMessageCanBeSpokenOf() throws Exception {
        try (Talk talk = Talk.loggedIn(stage)) {
            for (String command : SELECTED) {
                assertThat(talk.answer(command))
                        .as(command)
                        .isEqualTo("BAD SELECT a mailbox first");
            }
            assertThat(talk.answer("NOOP")).startsWith("OK");
        }
    }

    @Test
    void nobodyLogsInTwice() throws Exception {
        for (Talk talk : List.of(Talk.loggedIn(stage), Talk.selected(stage, "INBOX"))) {
            for (String command : BEFORE_LOGIN) {
                assertThat(talk.answer(command))
                        .as(command)
                        .isEqualTo("BAD You are logged in already");
            }
            assertThat(talk.answer("NOOP")).startsWith("OK");
            talk.close();
        }
    }

    @Test
    void afterLogoutNothingIsHeard() throws Exception {
        try (Talk talk = Talk.loggedIn(stage)) {
            talk.send("a LOGOUT\r\nb NOOP\r\n");
            assertThat(talk.line()).startsWith("* BYE ");
            assertThat(talk.line()).startsWith("a OK ");
            assertThat(talk.line()).isEqualTo("(closed)");
        }
    }
}
