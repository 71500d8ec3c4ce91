// SPDX-License-Identifier: Apache-2.0
package org.pabal.spam.reading;

import org.pabal.spam.SpamTest;
import org.pabal.spam.reading.MailReading.Oddity;
import org.pabal.spam.reading.html.HtmlFacts;
import org.pabal.spam.reading.html.HtmlFacts.Concealment;
import org.pabal.spam.reading.html.HtmlFacts.Counted;

/// What HTML is used for besides setting text. Newsletters hide a line for previews and count who
/// opens them: only more than that counts.
final class HtmlTests {
    private static final int PREVIEW_CHARS = 300; // what newsletters hide for previews
    private static final int SECRET_CHARS = 20; // letters in the colour of the paper by mistake
    private static final int CUT_WORDS = 3;
    private static final int REFERENCES = 40;

    private HtmlTests() {}

    static void run(MailReading reading, Findings found) {
        HtmlFacts html = reading.html();
        found.addIf(reading.oddities().contains(Oddity.ONLY_IMAGES), SpamTest.HTML_ONLY_IMAGES);
        if (!html.isThere()) {
            return;
        }
        hiddenText(html, found);
        int cut = html.count(Counted.CUT_WORDS);
        if (cut >= CUT_WORDS) {
            found.add(SpamTest.HTML_WORDS_CUT, String.valueOf(cut));
        }
        int references = html.count(Counted.NEEDLESS_REFERENCES);
        if (references >= REFERENCES && references * 10 > html.count(Counted.VISIBLE_CHARS)) {
            found.add(SpamTest.HTML_LETTERS_DISGUISED, String.valueOf(references));
        }
        found.addIf(
                html.count(Counted.UNKNOWN_TAGS) * 4 > html.count(Counted.TAGS)
                        && html.count(Counted.UNKNOWN_TAGS) >= 5,
                SpamTest.HTML_UNKNOWN_TAGS);
        found.addIf(
                html.count(Counted.COMMENT_CHARS) > html.count(Counted.VISIBLE_CHARS)
                        && html.count(Counted.COMMENTS) >= 3,
                SpamTest.HTML_MORE_COMMENT_THAN_TEXT);
        active(html, found);
        images(html, found);
        found.addIf(
                reading.oddities().contains(Oddity.ALTERNATIVES_DIFFER),
                SpamTest.HTML_OTHER_THAN_TEXT);
    }

    private static void hiddenText(HtmlFacts html, Findings found) {
        int hidden = html.count(Counted.HIDDEN_CHARS);
        found.addIf(
                html.concealed(Concealment.COLOUR) >= SECRET_CHARS,
                SpamTest.HTML_TEXT_IN_BACKGROUND_COLOUR);
        found.addIf(
                html.concealed(Concealment.TINY) + html.concealed(Concealment.TRANSPARENT)
                        > PREVIEW_CHARS,
                SpamTest.HTML_TINY_TEXT);
        if (hidden > PREVIEW_CHARS && hidden * 3 > html.count(Counted.VISIBLE_CHARS)) {
            found.add(SpamTest.HTML_HIDDEN_TEXT, String.valueOf(hidden));
        }
    }

    private static void active(HtmlFacts html, Findings found) {
        found.addIf(html.has(Counted.PASSWORD_FIELDS), SpamTest.HTML_ASKS_PASSWORD);
        found.addIf(html.has(Counted.FORMS), SpamTest.HTML_FORM);
        found.addIf(html.has(Counted.SCRIPTS), SpamTest.HTML_SCRIPT);
        found.addIf(html.has(Counted.FRAMES), SpamTest.HTML_FRAME);
        found.addIf(html.has(Counted.REFRESHES), SpamTest.HTML_REFRESH);
        found.addIf(html.has(Counted.BASES), SpamTest.HTML_BASE);
        found.addIf(html.has(Counted.DATA_DOCUMENTS), SpamTest.HTML_DATA_DOCUMENT);
    }

    private static void images(HtmlFacts html, Findings found) {
        found.addIf(html.has(Counted.PIXELS), SpamTest.HTML_PIXEL);
        boolean pictures =
                html.has(Counted.LINKED_IMAGES)
                        && html.has(Counted.REMOTE_IMAGES)
                        && html.count(Counted.VISIBLE_CHARS)
                                < 200 * html.count(Counted.REMOTE_IMAGES)
                        && html.count(Counted.VISIBLE_CHARS) < 800;
        found.addIf(pictures, SpamTest.HTML_MOSTLY_IMAGES);
    }
}
