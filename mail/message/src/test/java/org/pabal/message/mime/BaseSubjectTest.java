// SPDX-License-Identifier: Apache-2.0
package org.pabal.message.mime;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

/// RFC 5256 §2.1.
class BaseSubjectTest {

    @Test
    void plainSubjectsStay() {
        is("Meeting", "Meeting", false);
        is("  Meeting \t at\r\n noon ", "Meeting at noon", false);
        is("", "", false);
        is("   ", "", false);
        is("Remember: milk", "Remember: milk", false);
        is("Forward march", "Forward march", false);
        is("re", "re", false);
    }

    @Test
    void replyAndForwardMarksGo() {
        is("Re: Meeting", "Meeting", true);
        is("RE: re :Fwd: FW: Meeting", "Meeting", true);
        is("Re[2]: Meeting", "Meeting", true);
        is("re [list] : Meeting", "Meeting", true);
        is("[list] Re: [other] Fw: Meeting", "Meeting", true);
        is("Meeting (fwd)", "Meeting", true);
        is("Meeting (FWD)  (fwd) ", "Meeting", true);
        is("Re:", "", true);
        is("Re: (fwd)", "", true);
    }

    @Test
    void blobsGoWhereSomethingIsLeft() {
        is("[list] Meeting", "Meeting", false);
        is("[a][b] [c] Meeting", "Meeting", false);
        is("[only]", "[only]", false);
        is("[a] [b]", "[b]", false);
        is("Re: [only]", "[only]", true);
        is("[open Meeting", "[open Meeting", false);
        is("Meeting [end]", "Meeting [end]", false);
        is("[a[b]] Meeting", "[a[b]] Meeting", false);
    }

    @Test
    void forwardBracketsGo() {
        is("[Fwd: Meeting]", "Meeting", true);
        is("[fwd: [FWD: Re: Meeting (fwd)]]", "Meeting", true);
        is("Re: [Fwd: [list] Meeting ]", "Meeting", true);
        is("[Fwd: ]", "", true);
        is("[Fwd: Meeting] and more", "and more", false);
    }

    @Test
    void otherScriptsAreKept() {
        is("Re: [공지] 회의 안내", "회의 안내", true);
        is("답장: 회의", "답장: 회의", false);
    }

    @Test
    void longSubjectsTakeLinearTime() {
        for (String part : new String[] {"[a]", "re:", "[fwd:", "(fwd)", "[a]re:", " ", "["}) {
            assertThat(BaseSubject.of(part.repeat(200_000)).text()).isNotNull();
        }
        is("[fwd:".repeat(5_000) + "x" + "]".repeat(5_000), "x", true);
    }

    /// Against the steps as the RFC words them, one after the other on copies of the text.
    @Test
    void agreesWithTheWordsOfTheRfc() {
        Random random = new Random(5256);
        String[] parts = {"re", "Fwd", "fw", ":", " ", "[", "]", "(fwd)", "[fwd:", "[x]", "a", "b"};
        for (int round = 0; round < 100_000; round++) {
            StringBuilder subject = new StringBuilder();
            for (int i = random.nextInt(10); i >= 0; i--) {
                subject.append(parts[random.nextInt(parts.length)]);
            }
            String text = subject.toString();
            assertThat(BaseSubject.of(text).text()).as(text).isEqualTo(Naive.base(text));
        }
    }

    private static void is(String subject, String base, boolean isReply) {
        assertThat(BaseSubject.of(subject)).as(subject).isEqualTo(new BaseSubject(base, isReply));
    }

    private static final class Naive {
        private static final String BLOB = "\\[[^\\[\\]]*\\] *";

        static String base(String subject) {
            String text = subject.replaceAll("[ \t\r\n]+", " ");
            while (true) {
                text = untilItStays(text, "(?i)( |\\(fwd\\))$"); // (2)
                String before;
                do {
                    before = text;
                    text =
                            untilItStays(
                                    text,
                                    "(?i)^((" + BLOB + ")*(re|fwd?) *(" + BLOB + ")?:| )"); // (3)
                    String rest = text.replaceFirst("^" + BLOB, ""); // (4)
                    text = rest.isBlank() ? text : rest;
                } while (!text.equals(before)); // (5)
                if (!text.matches("(?i)^\\[fwd:.*\\]$")) {
                    return text;
                }
                text = text.substring(5, text.length() - 1); // (6)
            }
        }

        private static String untilItStays(String text, String pattern) {
            String now = text;
            String next = now.replaceFirst(pattern, "");
            while (!next.equals(now)) {
                now = next;
                next = now.replaceFirst(pattern, "");
            }
            return now;
        }
    }
}
