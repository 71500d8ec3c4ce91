// SPDX-License-Identifier: Apache-2.0
package org.pabal.imap.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.SocketException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.pabal.mailbox.MailboxName;
import org.pabal.mailbox.stored.MailboxConfig;

/// The cases I01 to I23, A04 and S24 of the threat list, each by its number.
@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ThreatsTest {
    private final ImapStage stage;

    ThreatsTest() throws IOException {
        stage = new ImapStage();
    }

    @AfterEach
    void close() throws IOException {
        stage.close();
    }

    @Test
    void i01LiteralTooLargeBeforeLoginIsNotAskedFor() throws Exception {
        try (Talk talk = new Talk(stage)) {
            assertThat(talk.answer("LOGIN {2147483647}")).startsWith("NO [TOOBIG] ");
            assertThat(talk.answer("LOGIN {99999999999999999999999999}")).startsWith("NO [TOOBIG]");
            assertThat(talk.answer("NOOP")).startsWith("OK");
        }
    }

    @Test
    void i02LiteralTooLargeThatComesAtOnceEndsTheSession() throws Exception {
        try (Talk talk = new Talk(stage)) {
            talk.send("a LOGIN {9999999+}\r\n" + "x".repeat(20_000));
            assertThat(talk.line()).startsWith("* BYE A command may have 8192 octets");
            assertThat(talk.line()).isEqualTo("(closed)");
        }
    }

    @Test
    void i03NulIsBadEverywhere() throws Exception {
        try (Talk talk = new Talk(stage)) {
            assertThat(talk.answer("LOGIN \"a\0b\" c")).startsWith("BAD");
            assertThat(talk.answer("LOGIN a\0b c")).startsWith("BAD");
            assertThat(talk.answer("LOGIN a {3+}\r\nx\0y")).startsWith("BAD");
            assertThat(talk.answer("NOOP")).startsWith("OK");
        }
    }

    @Test
    void i04DeepParenthesesAreBadAtTheLimit() throws Exception {
        try (Talk talk = Talk.selected(stage, "INBOX")) {
            assertThat(talk.answer("SEARCH " + "(".repeat(60_000)))
                    .startsWith("BAD Expected at most 50 levels of nesting");
            assertThat(talk.answer("SEARCH " + "NOT ".repeat(10_000) + "SEEN")).startsWith("BAD");
            assertThat(talk.answer("SEARCH " + "NOT ".repeat(48) + "SEEN")).startsWith("OK");
            assertThat(talk.answer("SEARCH " + "{".repeat(60_000))).startsWith("BAD");
        }
    }

    @Test
    void i05WildcardsMatchInLinearTime() throws Exception {
        stage.alice().create(MailboxName.of("a".repeat(250)), java.util.Optional.empty());
        try (Talk talk = Talk.loggedIn(stage)) {
            assertThat(talk.ok("LIST \"\" " + "a%*".repeat(200) + "x")).hasSize(1);
            assertThat(talk.ok("LIST \"\" " + "%*".repeat(200) + "a")).hasSize(2);
        }
    }

    @Test
    void i06CommandsCutOffAtEachOctetEndWithoutALoop() throws Exception {
        String command = "a LOGIN \"alice\" {6+}\r\nsecret\r\n";
        for (int end = 0; end < command.length(); end++) {
            try (Talk talk = new Talk(stage)) {
                talk.send(command.substring(0, end));
            }
        }
        try (Talk talk = Talk.loggedIn(stage)) {
            assertThat(talk.answer("STATUS INBOX (")).startsWith("BAD");
        }
    }

    @Test
    void i07NamesThatLookLikePathsAreRefused() throws Exception {
        try (Talk talk = Talk.loggedIn(stage)) {
            for (String name :
                    new String[] {
                        "../x",
                        "a/../../b",
                        "/etc/x",
                        "a/./b",
                        "..",
                        "a/",
                        "x".repeat(256),
                        "a/".repeat(100) + "b"
                    }) {
                String answer = talk.answer("RENAME Archive \"" + name + "\"");
                assertThat(answer).as(name).startsWith("NO [CANNOT]");
            }
            assertThat(talk.answer("CREATE \"a\0b\"")).startsWith("BAD");
            assertThat(talk.answer("CREATE {3+}\r\na\nb")).startsWith("NO [CANNOT]");
        }
    }

    @Test
    void i08BrokenModifiedUtf7IsRefused() throws Exception {
        try (Talk talk = Talk.loggedIn(stage)) {
            for (String name :
                    new String[] {"&", "a&b", "&AGE-", "&2AA-", "&3AA-", "&AC8-", "&A-", "&!-"}) {
                assertThat(talk.answer("CREATE \"" + name + "\"")).startsWith("NO [CANNOT]");
            }
        }
    }

    @Test
    void i09MailboxesBeyondTheLimitAreRefused() throws Exception {
        MailboxConfig few = MailboxConfig.defaults().withMaxMailboxes(10, 10);
        try (ImapStage small = new ImapStage(few);
                Talk talk = Talk.loggedIn(small)) {
            for (int i = 7; i <= 10; i++) {
                assertThat(talk.answer("CREATE m" + i)).startsWith("OK");
            }
            assertThat(talk.answer("CREATE m11")).startsWith("NO [LIMIT]");
            assertThat(talk.answer("RENAME m7 a/b")).startsWith("NO [LIMIT]");
        }
    }

    @Test
    void i10SectionsBeyondMeasureAreEmptyOrBad() throws Exception {
        stage.fill("INBOX", 1);
        try (Talk talk = Talk.selected(stage, "INBOX")) {
            assertThat(talk.answer("FETCH 1 BODY.PEEK[1" + ".1".repeat(999) + "]"))
                    .startsWith("BAD");
            assertThat(talk.ok("FETCH 1 BODY.PEEK[1" + ".1".repeat(99) + "]").getFirst())
                    .endsWith("NIL)");
            assertThat(talk.ok("FETCH 1 BODY.PEEK[4294967295]").getFirst()).endsWith("NIL)");
            assertThat(talk.ok("FETCH 1 BODY.PEEK[]<4294967296.1>").getFirst()).endsWith("{0}");
            StringBuilder names = new StringBuilder("X");
            for (int i = 0; i < 10_000; i++) {
                names.append(" X").append(i);
            }
            assertThat(talk.answer("FETCH 1 BODY.PEEK[HEADER.FIELDS (" + names + ")]"))
                    .startsWith("OK");
        }
    }

    @Test
    void i11LargeSetsAreMerged() throws Exception {
        stage.fill("INBOX", 3);
        try (Talk talk = Talk.selected(stage, "INBOX")) {
            String set = "1:3," + "2,*,3:*,".repeat(8_000) + "1";
            assertThat(talk.ok("FETCH " + set + " UID")).hasSize(4);
            assertThat(talk.ok("UID FETCH *:1 UID")).hasSize(4);
            assertThat(talk.answer("FETCH 0 UID")).startsWith("BAD");
            assertThat(talk.answer("FETCH 4294967296 UID")).startsWith("BAD");
            assertThat(talk.answer("FETCH 1,0 UID")).startsWith("BAD");
        }
    }

    @Test
    void i12SearchTextBeyondTheCommandLimitIsBad() throws Exception {
        try (Talk talk = Talk.selected(stage, "INBOX")) {
            assertThat(talk.answer("SEARCH TEXT {100000000}")).startsWith("NO [TOOBIG]");
            talk.send("a SEARCH TEXT " + "x".repeat(66_000) + "\r\nb NOOP\r\n");
            assertThat(talk.line()).startsWith("* BAD A command may have 65536 octets");
            assertThat(talk.line()).startsWith("b OK");
        }
    }

    @Test
    void i15SlowReaderHoldsNobodyUp() throws Exception {
        stage.fill("INBOX", 200);
        try (Talk slow = Talk.selected(stage, "INBOX");
                Talk other = Talk.selected(stage, "INBOX")) {
            for (int i = 0; i < 200; i++) {
                slow.send("x" + i + " FETCH 1:* BODY.PEEK[]\r\n");
            }
            assertThat(other.answer("STORE 1 +FLAGS.SILENT (\\Seen)")).startsWith("OK");
            assertThat(slow.upTo("x199").getLast()).startsWith("x199 OK");
        }
    }

    @Test
    void i17OthersMailboxesAreLikeNone() throws Exception {
        try (Talk talk = Talk.loggedIn(stage)) {
            String none = talk.answer("SELECT Nowhere");
            for (String name : new String[] {"bob/INBOX", "user/bob", "~bob/INBOX", "#user/bob"}) {
                assertThat(talk.answer("SELECT " + name)).isEqualTo(none);
                assertThat(talk.answer("STATUS " + name + " (MESSAGES)")).isEqualTo(none);
                assertThat(talk.ok("LIST \"\" " + name)).hasSize(1);
            }
        }
    }

    @Test
    void i19IdBeyondItsLimitsIsBad() throws Exception {
        try (Talk talk = new Talk(stage)) {
            assertThat(talk.answer("ID (" + "\"a\" \"b\" ".repeat(30) + "\"a\" \"b\")"))
                    .startsWith("BAD");
            assertThat(talk.answer("ID (\"a\" \"" + "x".repeat(1025) + "\")")).startsWith("BAD");
            assertThat(talk.answer("ID (\"" + "x".repeat(31) + "\" \"b\")")).startsWith("BAD");
            assertThat(talk.run("ID (\"a\" {4+}\r\nx\r\ny)").getLast()).contains("OK");
        }
    }

    @Test
    void i20ModSeqBeyond63BitsIsBad() throws Exception {
        try (Talk talk = Talk.loggedIn(stage)) {
            talk.ok("ENABLE QRESYNC");
            assertThat(talk.answer("SELECT INBOX (QRESYNC (1 18446744073709551616))"))
                    .startsWith("BAD");
            talk.ok("SELECT INBOX");
            assertThat(talk.answer("UID FETCH 1 FLAGS (CHANGEDSINCE 18446744073709551616)"))
                    .startsWith("BAD");
            assertThat(talk.answer("UID STORE 1 (UNCHANGEDSINCE 9223372036854775808) FLAGS ()"))
                    .startsWith("BAD");
            assertThat(talk.answer("SEARCH MODSEQ 18446744073709551616")).startsWith("BAD");
        }
    }

    @Test
    void i22UidsAreNeverUsedAgain() throws Exception {
        stage.fill("INBOX", 2);
        try (Talk talk = Talk.selected(stage, "INBOX")) {
            talk.ok("STORE 1:2 +FLAGS (\\Deleted)");
            talk.ok("EXPUNGE");
            assertThat(talk.answer("APPEND INBOX {6+}\r\na: b\r\n")).contains("APPENDUID");
            assertThat(talk.ok("UID FETCH 1:* UID").getFirst()).isEqualTo("* 1 FETCH (UID 3)");
        }
    }

    @Test
    void i23TagsThatAreNoneAreBad() throws Exception {
        try (Talk talk = new Talk(stage)) {
            for (String line : new String[] {"* NOOP", "+ NOOP", "{ NOOP", "", "(", "\tNOOP"}) {
                talk.send(line + "\r\n");
                assertThat(talk.line()).as(line).startsWith("* BAD ");
            }
            talk.send("a{ NOOP\r\n");
            assertThat(talk.line()).startsWith("a BAD ");
            talk.send("x".repeat(8_000) + " NOOP\r\n");
            assertThat(talk.line()).startsWith("* BAD ");
            assertThat(talk.answer("NOOP")).startsWith("OK");
        }
    }

    @Test
    void i23PipelinedCommandsAreAllAnswered() throws Exception {
        try (Talk talk = new Talk(stage)) {
            StringBuilder many = new StringBuilder();
            for (int i = 0; i < 5_000; i++) {
                many.append('n').append(i).append(" NOOP\r\n");
            }
            Thread sender =
                    Thread.startVirtualThread(() -> {
                        try {
                            talk.send(many.toString());
                        } catch (IOException e) {
                            throw new java.io.UncheckedIOException(e);
                        }
                    });
            assertThat(talk.upTo("n4999")).hasSize(5_000);
            sender.join();
        }
    }

    @Test
    void tooManyBadCommandsEndTheSession() throws Exception {
        try (Talk talk = new Talk(stage)) {
            for (int i = 0; i < 9; i++) {
                assertThat(talk.answer("WHAT")).startsWith("BAD");
            }
            assertThat(talk.answer("WHAT")).startsWith("BAD");
            assertThat(talk.line()).startsWith("* BYE Too many bad commands");
            assertThat(talk.line()).isEqualTo("(closed)");
        }
    }

    @Test
    void a04SaslResponsesBeyondMeasure() throws Exception {
        try (Talk talk = new Talk(stage)) {
            talk.send("a AUTHENTICATE PLAIN\r\n");
            assertThat(talk.line()).startsWith("+");
            try {
                talk.send("A".repeat(1 << 20));
                assertThat(talk.line()).startsWith("* BYE ");
            } catch (SocketException _) {
                // The server closed while the rest was still being sent.
            }
        }
        try (Talk talk = new Talk(stage)) {
            assertThat(talk.answer("AUTHENTICATE PLAIN AAAA")).doesNotStartWith("OK");
            assertThat(talk.answer("AUTHENTICATE PLAIN AGFsaWNl")).doesNotStartWith("OK");
            assertThat(talk.answer("AUTHENTICATE PLAIN =")).doesNotStartWith("OK");
        }
    }

    @Test
    void s24OtherProtocolsAreSentAway() throws Exception {
        for (String line :
                new String[] {"POST / HTTP/1.1", "GET /x HTTP/1.0", "EHLO me", "MAIL FROM:<a@b>"}) {
            try (Talk talk = new Talk(stage)) {
                talk.send(line + "\r\na LOGIN alice secret\r\n");
                assertThat(talk.line()).startsWith("* BYE This is IMAP, not ");
                assertThat(talk.line()).isEqualTo("(closed)");
            }
        }
    }

    @Test
    void bareLineEndsInACommandAreBad() throws Exception {
        try (Talk talk = new Talk(stage)) {
            talk.send("a NOOP\nb LOGIN alice secret\r\n");
            assertThat(talk.line()).startsWith("a BAD ");
            assertThat(talk.answer("NOOP")).startsWith("OK");
        }
    }
}
