// SPDX-License-Identifier: Apache-2.0
package org.pabal.spam.rules;

import java.util.Optional;
import java.util.regex.Pattern;
import org.pabal.spam.ArrivalFacts.Result;
import org.pabal.spam.SpamTest;
import org.pabal.spam.reading.NamedAddress;

/// Who says to have written the mail, and who gets the answers.
final class SenderTests {
    private static final Pattern DIGITS =
            Pattern.compile(".*[0-9]{4,}|.*[a-z][0-9]+[a-z]+[0-9].*|.*[a-z][0-9]{2,}[a-z]{2,}.*");

    private static final int MAX_LOCAL_PART = 64; // RFC 5321 §4.5.3.1.1

    private SenderTests() {}

    static void run(RuledMail mail, Found found) {
        Optional<NamedAddress> author = mail.from();
        if (author.isEmpty()) {
            found.add(SpamTest.FROM_MISSING);
            return;
        }
        NamedAddress from = author.get();
        if (from.domain().indexOf('.') <= 0) {
            found.add(SpamTest.FROM_INVALID, from.address());
        }
        if (mail.header().all("From").size() > 1) {
            found.add(SpamTest.FROM_TWICE);
        }
        freemail(mail, from, found);
        if (hasDigits(from) && !isBounceLike(from)) {
            found.add(SpamTest.FROM_DIGITS, from.address());
        }
        found.addIf(from.name().isBlank() && !mail.isFromList(), SpamTest.FROM_WITHOUT_NAME);
        if (isOurs(mail, from.domain())) {
            found.add(SpamTest.FROM_OURS, from.address());
        }
        replyTo(mail, from, found);
    }

    private static boolean hasDigits(NamedAddress from) {
        String local = RuledMail.lower(from.localPart());
        return local.length() <= MAX_LOCAL_PART && DIGITS.matcher(local).matches();
    }

    /// Addresses that machines make for each mail hold numbers by right.
    private static boolean isBounceLike(NamedAddress from) {
        return from.localPart().length() > 30
                || from.localPart().indexOf('+') >= 0
                || from.localPart().indexOf('=') >= 0;
    }

    private static void freemail(RuledMail mail, NamedAddress from, Found found) {
        if (Freemail.isWebmail(from.domain()) && !cameFrom(mail, from.domain())) {
            found.add(SpamTest.FREEMAIL_FORGED, from.domain());
            found.addIf(hasDigits(from), SpamTest.FREEMAIL_FORGED_DIGITS);
        }
    }

    /// Whether the provider had the mail, as far as anybody says.
    private static boolean cameFrom(RuledMail mail, String domain) {
        if (mail.isAuthentic()
                || mail.facts().spfMailFrom().filter(Result.PASS::equals).isPresent()
                || mail.hops().isEmpty() && mail.facts().client().isEmpty()) {
            return true;
        }
        String client = mail.facts().clientName();
        return Freemail.isHostOf(client, domain)
                || mail.hops().stream()
                        .anyMatch(hop ->
                                Freemail.isHostOf(hop.by(), domain)
                                        || Freemail.isHostOf(hop.name(), domain));
    }

    /// Our own people do not come from outside without a proof.
    private static boolean isOurs(RuledMail mail, String domain) {
        return !domain.isEmpty()
                && mail.facts().ownDomains().test(domain)
                && !mail.isAuthentic()
                && !mail.isFromList()
                && mail.facts().spfMailFrom().filter(Result.PASS::equals).isEmpty()
                && mail.facts().client().isPresent();
    }

    private static void replyTo(RuledMail mail, NamedAddress from, Found found) {
        if (mail.reading().replyTo().isEmpty() || mail.isFromList()) {
            return;
        }
        NamedAddress reply = mail.reading().replyTo().getFirst();
        if (reply.domain().equals(from.domain()) || reply.domain().isEmpty()) {
            return;
        }
        if (Freemail.isOne(reply.domain())) {
            found.add(SpamTest.REPLYTO_FREEMAIL, reply.address());
        } else if (Freemail.isOne(from.domain())) {
            found.add(SpamTest.REPLYTO_OTHER, reply.address());
        }
    }
}
