// SPDX-License-Identifier: Apache-2.0
package org.pabal.mailbox.summary;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.Charset;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.pabal.message.mime.HeaderText;

/// ENVELOPE. RFC 9051 §7.5.2.
class EnvelopeWriterTest {

    private static String envelope(String header) {
        return Scan.envelope(Scan.message(header + "\n\nbody\n"));
    }

    /// The example of RFC 9051 §8.
    @Test
    void theExampleOfTheRfc() {
        assertThat(
                        envelope(
                                """
                                Date: Wed, 17 Jul 1996 02:23:25 -0700 (PDT)
                                From: Terry Gray <gray@cac.washington.edu>
                                Subject: IMAP4rev2 WG mtg summary and minutes
                                To: imap@cac.washington.edu
                                cc: minutes@CNRI.Reston.VA.US, John Klensin <KLENSIN@MIT.EDU>
                                Message-Id: <B27397-0100000@cac.washington.edu>
                                MIME-Version: 1.0
                                Content-Type: TEXT/PLAIN; CHARSET=US-ASCII\
                                """))
                .isEqualTo(
                        "(\"Wed, 17 Jul 1996 02:23:25 -0700 (PDT)\""
                                + " \"IMAP4rev2 WG mtg summary and minutes\""
                                + " ((\"Terry Gray\" NIL \"gray\" \"cac.washington.edu\"))"
                                + " ((\"Terry Gray\" NIL \"gray\" \"cac.washington.edu\"))"
                                + " ((\"Terry Gray\" NIL \"gray\" \"cac.washington.edu\"))"
                                + " ((NIL NIL \"imap\" \"cac.washington.edu\"))"
                                + " ((NIL NIL \"minutes\" \"CNRI.Reston.VA.US\")"
                                + "(\"John Klensin\" NIL \"KLENSIN\" \"MIT.EDU\")) NIL NIL"
                                + " \"<B27397-0100000@cac.washington.edu>\")");
    }

    @Test
    void nothingAtAll() {
        assertThat(envelope("X: y")).isEqualTo("(NIL NIL NIL NIL NIL NIL NIL NIL NIL NIL)");
    }

    @Test
    void emptyFieldsAreEmptyStringsAndEmptyListsNil() {
        assertThat(envelope("Subject:\nFrom: <a@b>\nSender:\nTo: \nDate: "))
                .isEqualTo(
                        "(\"\" \"\" ((NIL NIL \"a\" \"b\")) ((NIL NIL \"a\" \"b\"))"
                                + " ((NIL NIL \"a\" \"b\")) NIL NIL NIL NIL NIL)");
    }

    @Test
    void recipientsOfAllFieldsAreThereAndOneSender() {
        assertThat(envelope("To: <a@b>\nFrom: <c@d>\nTo: <e@f>\nFrom: <g@h>\nCc: \nCc: <i@j>"))
                .isEqualTo(
                        "(NIL NIL ((NIL NIL \"c\" \"d\")) ((NIL NIL \"c\" \"d\"))"
                                + " ((NIL NIL \"c\" \"d\"))"
                                + " ((NIL NIL \"a\" \"b\")(NIL NIL \"e\" \"f\"))"
                                + " ((NIL NIL \"i\" \"j\")) NIL NIL NIL)");
    }

    @Test
    void quotesAndBackslashesAreEscapedAndEncodedWordsKept() {
        assertThat(
                        envelope(
                                "Subject: =?utf-8?B?7JWI64WV?= \"x\" \\ y\n"
                                        + "From: \"A \\\"q\\\" B\" <\"b c\"@d.e>"))
                .contains("\"=?utf-8?B?7JWI64WV?= \\\"x\\\" \\\\ y\"")
                .contains("((\"A \\\"q\\\" B\" NIL \"b c\" \"d.e\"))");
    }

    @Test
    void foldedSubjectsAreUnfolded() {
        assertThat(envelope("Subject: one\n two\n\tthree")).contains("\"one two\tthree\"");
    }

    @Test
    void groupsAreMarkedByMissingHosts() {
        assertThat(envelope("To: A Group:Ed <joe@where.test>,sam@x.y;, one@two\nCc: Undisclosed:;"))
                .contains(
                        "((NIL NIL \"A Group\" NIL)(\"Ed\" NIL \"joe\" \"where.test\")"
                                + "(NIL NIL \"sam\" \"x.y\")(NIL NIL NIL NIL)"
                                + "(NIL NIL \"one\" \"two\"))")
                .contains("((NIL NIL \"Undisclosed\" NIL)(NIL NIL NIL NIL))");
    }

    @Test
    void aRouteIsKeptAndAMissingHostIsNoGroup() {
        assertThat(envelope("From: <@one,@two:a@b>\nTo: root"))
                .contains("((NIL \"@one,@two\" \"a\" \"b\"))")
                .contains("((NIL NIL \"root\" \"\"))");
    }

    /// THREATS S29: raw EUC-KR.
    @Test
    void rawEightBitTextBecomesEncodedWords() {
        Charset korean = Charset.forName("x-windows-949");
        String envelope =
                Scan.envelope(
                        Scan.message("Subject: 아싸\nFrom: 홍길동 <hong@example.kr>\n\nx\n", korean));
        assertThat(envelope).matches("[\\x20-\\x7E]*");
        assertThat(HeaderText.decode(envelope)).contains("아싸").contains("홍길동");
        assertThat(envelope).contains("\"hong\" \"example.kr\"");
    }

    @Test
    void internationalAddressesKeepTheirLocalPart() {
        String envelope = envelope("From: 홍 <길동@예시.kr>\nSubject: 제목");
        String text =
                new String(
                        envelope.getBytes(java.nio.charset.StandardCharsets.ISO_8859_1),
                        java.nio.charset.StandardCharsets.UTF_8);
        assertThat(text.replace("길동", "")).matches("[\\x20-\\x7E]*");
        assertThat(text).contains(" NIL \"길동\" \"xn--vv4b11d.kr\"");
        assertThat(HeaderText.decode(envelope)).contains("제목").contains("홍");
    }

    @Test
    void anyOctetsGiveAListWithinBounds() {
        Random random = new Random(7);
        String[] names = {"Subject: ", "From: ", "To: ", "Date: ", "Message-ID: ", "Cc: "};
        for (int round = 0; round < 500; round++) {
            StringBuilder header = new StringBuilder();
            for (String name : names) {
                header.append(name);
                for (int i = random.nextInt(40); i > 0; i--) {
                    char c = (char) random.nextInt(256);
                    header.append(random.nextInt(3) == 0 ? "<>@,;:\"\\()= ".charAt(c % 12) : c);
                }
                header.append("\r\n");
            }
            byte[] octets =
                    (header + "\r\n").getBytes(java.nio.charset.StandardCharsets.ISO_8859_1);
            String envelope = Scan.envelope(Scan.message(octets));
            assertThat(isOneList(envelope)).as("round " + round + ": " + envelope).isTrue();
        }
    }

    /// Balanced outside of strings, one line.
    static boolean isOneList(String text) {
        int depth = 0;
        boolean quoted = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == 0 || c == '\r' || c == '\n') {
                return false;
            }
            if (quoted) {
                if (c == '\\') {
                    i++;
                } else if (c == '"') {
                    quoted = false;
                }
            } else if (c == '"') {
                quoted = true;
            } else if (c == '(') {
                depth++;
            } else if (c == ')') {
                depth--;
                if (depth == 0 && i < text.length() - 1) {
                    return false;
                }
            }
        }
        return depth == 0 && !quoted && text.startsWith("(");
    }

    /// THREATS M03.
    @Test
    void addressesWithoutEndAreCut() {
        String many = "a".repeat(100) + "@example.org, ";
        String envelope = envelope("To: " + many.repeat(9_000));
        assertThat(envelope.length()).isLessThan(800_000);
        assertThat(isOneList(envelope)).isTrue();
    }
}
