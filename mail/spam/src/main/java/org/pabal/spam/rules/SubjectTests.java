// SPDX-License-Identifier: Apache-2.0
package org.pabal.spam.rules;

import java.util.Locale;
import java.util.regex.Pattern;
import org.pabal.message.mime.BaseSubject;
import org.pabal.spam.SpamTest;

/// How the subject is written; what it says is for the phrases.
final class SubjectTests {
    private static final Pattern SPACED =
            Pattern.compile("(?:^|\\s)(?:\\p{L}[ ._*-]){4,}\\p{L}(?:\\s|\\W|$)");
    private static final Pattern TRACKED =
            Pattern.compile("\\S {5,}[\\[(#<-]{0,3}[A-Za-z0-9-]{3,20}[\\])>]{0,2}$");
    private static final Pattern MONEY = Pattern.compile("[$\u20ac\u00a3\u20a9] ?[0-9][0-9,.]*");
    private static final Pattern AD =
            Pattern.compile(
                    "^\\W{0,3}(?:adv|ad)(?:\\W|:)|^\\W{0,3}adv(?:ert)?\\b",
                    Pattern.CASE_INSENSITIVE);
    private static final Pattern KOREAN_AD =
            Pattern.compile("^\\s*[(\\[<{\uff08]\\s?(?:\uad11\uace0|AD)\\s?[)\\]>}\uff09]");
    private static final Pattern KOREAN_AD_DISGUISED =
            Pattern.compile(
                    "[(\\[<{\uff08]\\s?(?:\uad11[^\uac00-\ud7a3)\\]]{1,3}\uace0|\uad11\uace0[^)\\]\uff09>}\\s]{1,3}|[^)\\]\\s]{1,2}\uad11\uace0|\uad11\\s?\\p{Punct}?\uace0\\s?\u3131?|\u3131\\s?\uace0)\\s?[)\\]>}\uff09]|\u24d0\u24d3");

    private SubjectTests() {}

    static void run(RuledMail mail, Found found) {
        String subject = mail.reading().subject();
        if (!mail.has("Subject")) {
            found.add(SpamTest.SUBJECT_MISSING);
            return;
        }
        if (subject.isBlank()) {
            found.add(SpamTest.SUBJECT_EMPTY);
            return;
        }
        String shown = subject.substring(0, Math.min(subject.length(), 300));
        capitals(shown, found);
        marks(shown, found);
        found.addIf(SPACED.matcher(shown).find(), SpamTest.SUBJECT_SPACED);
        found.addIf(TRACKED.matcher(shown.strip()).find(), SpamTest.SUBJECT_TRACKED);
        found.addIf(MONEY.matcher(shown).find(), SpamTest.SUBJECT_MONEY);
        found.addIf(AD.matcher(shown).find(), SpamTest.SUBJECT_ADV);
        if (KOREAN_AD.matcher(shown).find()) {
            found.add(SpamTest.SUBJECT_KOREAN_AD);
        } else if (KOREAN_AD_DISGUISED.matcher(shown).find()) {
            found.add(SpamTest.SUBJECT_KOREAN_AD_DISGUISED);
        }
        thread(mail, subject, found);
    }

    private static void capitals(String subject, Found found) {
        String text = BaseSubject.of(subject).text();
        int upper = 0;
        int lower = 0;
        int words = 0;
        for (String word : text.split("\\s+")) {
            boolean letters = word.length() > 1 && word.chars().anyMatch(Character::isUpperCase);
            words += letters && word.equals(word.toUpperCase(Locale.ROOT)) ? 1 : 0;
        }
        for (int i = 0; i < text.length(); i++) {
            upper += Character.isUpperCase(text.charAt(i)) ? 1 : 0;
            lower += Character.isLowerCase(text.charAt(i)) ? 1 : 0;
        }
        found.addIf(upper >= 8 && lower == 0 && words >= 2, SpamTest.SUBJECT_ALL_CAPITALS);
        found.addIf(lower > 0 && words >= 3 && upper > lower, SpamTest.SUBJECT_CAPITALS);
    }

    private static void marks(String subject, Found found) {
        long exclamations = subject.chars().filter(c -> c == '!').count();
        found.addIf(exclamations == 1, SpamTest.SUBJECT_EXCLAIMS);
        found.addIf(exclamations > 1, SpamTest.SUBJECT_EXCLAIMS_MUCH);
        found.addIf(
                subject.indexOf('!') >= 0 && subject.indexOf('?') >= 0 || subject.contains("??"),
                SpamTest.SUBJECT_ASKS_AND_EXCLAIMS);
    }

    /// An answer names what it answers. Old programs and forwards do not.
    private static void thread(RuledMail mail, String subject, Found found) {
        boolean reply = subject.regionMatches(true, 0, "re:", 0, 3);
        boolean threaded =
                mail.has("In-Reply-To") || mail.has("References") || mail.has("Thread-Index");
        found.addIf(reply && !threaded, SpamTest.REPLY_WITHOUT_THREAD);
        found.addIf(
                threaded && (mail.has("In-Reply-To") || mail.has("References")),
                SpamTest.REPLY_IN_THREAD);
    }
}
