// SPDX-License-Identifier: Apache-2.0
package org.pabal.imap.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// What is too large for one piece anywhere.
@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class LargeMessagesTest {
    private final ImapStage stage;

    LargeMessagesTest() throws IOException {
        stage = new ImapStage();
    }

    @AfterEach
    void close() throws IOException {
        stage.close();
    }

    private static void append(Talk talk, String message) throws IOException {
        assertThat(talk.answer("APPEND INBOX {" + message.length() + "+}\r\n" + message))
                .startsWith("OK [APPENDUID");
    }

    @Test
    void bodyComesBackOctetForOctet() throws Exception {
        String line = "0123456789 abcdefghijklmnopqrstuvwxyz \u00e9 ABCDEFGHIJ 0123456789\r\n";
        String message = "Subject: large\r\n\r\n" + line.repeat(50_000);
        try (Talk talk = Talk.selected(stage, "INBOX")) {
            append(talk, message);
            List<String> lines = talk.ok("FETCH 1 BODY.PEEK[]");
            assertThat(lines.getFirst()).isEqualTo("* 1 FETCH (BODY[] {" + message.length() + "}");
            assertThat(lines).hasSize(50_000 + 5);
            List<String> some = talk.ok("FETCH 1 BODY.PEEK[]<" + (message.length() - 12) + ".99>");
            assertThat(some.getFirst()).endsWith("> {12}");
            assertThat(some.get(1)).isEqualTo("0123456789");
        }
    }

    @Test
    void fieldsOfAHugeHeaderSection() throws Exception {
        String filler = ("X-Filler: " + "x".repeat(900) + "\r\n").repeat(400);
        String message = "Subject: first\r\n" + filler + "X-Last: last\r\n\r\nbody\r\n";
        try (Talk talk = Talk.selected(stage, "INBOX")) {
            append(talk, message);
            assertThat(talk.ok("FETCH 1 BODY.PEEK[HEADER.FIELDS (X-Last Subject)]"))
                    .startsWith(
                            "* 1 FETCH (BODY[HEADER.FIELDS (X-LAST SUBJECT)] {32}",
                            "Subject: first",
                            "X-Last: last",
                            "",
                            ")");
            assertThat(talk.ok("FETCH 1 BODY.PEEK[HEADER.FIELDS (X-Last)]<2.4>"))
                    .startsWith("* 1 FETCH (BODY[HEADER.FIELDS (X-LAST)]<2> {4}", "Last)");
            assertThat(talk.ok("SEARCH HEADER X-Last LAST").getFirst()).isEqualTo("* SEARCH 1");
        }
    }

    @Test
    void textIsFoundAcrossPieces() throws Exception {
        String text = "a".repeat(70) + "\r\n";
        StringBuilder message = new StringBuilder("Subject: long\r\n\r\n");
        message.append(text.repeat(14_560)).append("needle in\r\nthe hay\r\n");
        message.append(text.repeat(20_000)).append("THE END\r\n");
        try (Talk talk = Talk.selected(stage, "INBOX")) {
            append(talk, message.toString());
            assertThat(talk.ok("SEARCH BODY \"the end\"").getFirst()).isEqualTo("* SEARCH 1");
            assertThat(talk.ok("SEARCH BODY {18+}\r\nneedle in\r\nThe Hay").getFirst())
                    .isEqualTo("* SEARCH 1");
            assertThat(talk.ok("SEARCH BODY \"not there\"").getFirst()).isEqualTo("* SEARCH");
        }
    }
}
