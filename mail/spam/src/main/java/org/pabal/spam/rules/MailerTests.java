// SPDX-License-Identifier: Apache-2.0
package org.pabal.spam.rules;

import java.util.regex.Pattern;
import org.pabal.spam.SpamTest;

/// Programs that a mail claims to come from, against the marks that they leave.
final class MailerTests {
    private static final Pattern OUTLOOK_ID =
            Pattern.compile(
                    "<[0-9A-Za-z]{8,}\\$[0-9a-f]{8}\\$[0-9a-f]{1,8}@[^>]+>|<(?:OE|DAV|BAY|BLU)[0-9A-Za-z-]+@[^>]+>");
    private static final Pattern OUTLOOK_LETTERS_ID =
            Pattern.compile("<[A-Z]{14,}[0-9A-Za-z._-]*@[^>]+>");
    private static final Pattern MOZILLA_ID =
            Pattern.compile("<[0-9A-Fa-f]{8}\\.[0-9A-Fa-f]{1,8}@[^>]+>|<[0-9a-f-]{36}@[^>]+>");
    private static final Pattern EUDORA_ID =
            Pattern.compile(
                    "<(?:[0-9]+\\.){3,}[0-9A-Za-z.]+@[^>]+>|<[a-z][0-9]{4,}\\w*@.*>|<p[0-9a-f]+@.*>");
    private static final Pattern THEBAT_ID = Pattern.compile("<[0-9]+\\.[0-9]{14}@[^>]+>");
    private static final Pattern LETTERS = Pattern.compile("[a-z]{5,}[0-9]*|[A-Za-z]?[0-9]{4,}");

    private MailerTests() {}

    static void run(RuledMail mail, Found found) {
        String mailer = mail.mailer();
        if (isForged(mail, RuledMail.lower(mailer))) {
            found.add(SpamTest.MAILER_FORGED, mailer);
        }
        if (LETTERS.matcher(mailer).matches()) {
            found.add(SpamTest.MAILER_NONSENSE, mailer);
        }
        if (isForBulk(RuledMail.lower(mailer))) {
            found.add(SpamTest.MAILER_FOR_BULK, mailer);
        }
        boolean microsoft = mail.has("X-MimeOLE") || mail.has("Thread-Index");
        found.addIf(
                mail.has("X-MSMail-Priority") && !microsoft && !isOutlook2003(mailer),
                SpamTest.PRIORITY_WITHOUT_MAILER);
        String priority = mail.value("X-Priority").orElse("");
        found.addIf(
                priority.startsWith("1") || priority.startsWith("2") && !mail.isFromList(),
                SpamTest.PRIORITY_HIGH);
    }

    /// Leaves out X-MimeOLE in later versions.
    private static boolean isOutlook2003(String mailer) {
        return mailer.startsWith("Microsoft Outlook 1") || mailer.startsWith("Microsoft Office");
    }

    private static boolean isForged(RuledMail mail, String mailer) {
        boolean relayGaveId =
                MessageIdTests.standsAboveTrace(mail, "Message-ID")
                        || mail.messageId().startsWith("<LYRIS")
                        || mail.messageId().contains(".gmane.org>");
        if (mailer.contains("macintosh")) {
            return false;
        }
        if (mailer.startsWith("microsoft outlook express")) {
            return !mail.has("X-MimeOLE")
                    || !relayGaveId && !OUTLOOK_ID.matcher(mail.messageId()).matches();
        }
        if (mailer.startsWith("microsoft outlook imo")
                || mailer.startsWith("microsoft outlook, ")) {
            return !mail.has("X-MimeOLE")
                    || !relayGaveId
                            && !OUTLOOK_ID.matcher(mail.messageId()).matches()
                            && !OUTLOOK_LETTERS_ID.matcher(mail.messageId()).matches();
        }
        if (mailer.startsWith("mozilla")) {
            return !relayGaveId && !MOZILLA_ID.matcher(mail.messageId()).matches();
        }
        if (mailer.contains("eudora")) {
            return !relayGaveId && !EUDORA_ID.matcher(mail.messageId()).matches();
        }
        if (mailer.startsWith("the bat!")) {
            return !THEBAT_ID.matcher(mail.messageId()).matches();
        }
        if (mailer.startsWith("aol ")) {
            return mail.hops().stream().noneMatch(hop -> RuledMail.isWithin(hop.by(), "aol.com"));
        }
        return false;
    }

    private static boolean isForBulk(String mailer) {
        return BULK.matcher(mailer).find();
    }

    private static final Pattern BULK =
            Pattern.compile(
                    "group mail|mass ?mail|mass sender|bulk|stealth|broadcast|e-?mail (?:seeker|magnet|blaster|marketing)"
                            + "|mail bomber|direct e?mail|diffondi|mailing machine|advanced mass|turbo ?mail");
}
