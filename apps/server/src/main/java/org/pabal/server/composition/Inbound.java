// SPDX-License-Identifier: Apache-2.0
package org.pabal.server.composition;

import java.util.Optional;
import org.pabal.mailbox.MailboxName;
import org.pabal.mta.acceptance.ContentExaminer;
import org.pabal.mta.authentication.ArrivalExaminer;
import org.pabal.mta.authentication.Forwarders;
import org.pabal.mta.policy.Checks;
import org.pabal.mta.reception.DeliveryLogins;
import org.pabal.mta.reception.Reception;
import org.pabal.smtp.MailService;

/// Mail that others bring, by SMTP or LMTP: who they are (SPF, DKIM, DMARC, ARC), what other programs,
/// greylisting and the spam filter say of it, and its reception.
final class Inbound {
    private final Forwarders forwarders;
    private final Optional<ArrivalExaminer> arrivals;
    private final Checks smtpChecks;
    private final Checks lmtpChecks;
    private final Reception reception;

    Inbound(
            Ground here,
            MailQueue queue,
            Intake intake,
            Reports reports,
            Signing signing,
            SessionCheckers checkers,
            JudgingParts judging)
            throws StartFailure {
        this.forwarders =
                AuthenticationSettings.forwarders(here.settings(), here.storage(), here.clock());
        this.arrivals =
                AuthenticationSettings.examiner(
                        here.settings(),
                        here.name(),
                        here.resolver(),
                        forwarders,
                        reports.dmarc(),
                        signing::sealingKey,
                        here.clock());
        this.lmtpChecks = checkers.of("lmtp");
        this.smtpChecks =
                checkers.of("smtp")
                        .and(
                                judging.greylists()
                                        .atRecipients(mail ->
                                                arrivals.isPresent()
                                                        && arrivals.get()
                                                                .authorises(
                                                                        mail.client(),
                                                                        mail.from())));
        this.reception =
                new Reception(
                        TransportSettings.reception(here.settings(), here.name()),
                        intake.rules(),
                        intake.promise(),
                        intake.refusals(),
                        here.mailboxes(),
                        queue.queue(),
                        here.ids(),
                        here.resolver(),
                        arrivals,
                        judging.spam().arrivals(),
                        signing.ofReception(),
                        here.clock());
    }

    /// For a connection to port 25.
    MailService openSmtp() {
        return reception.openSmtp(smtpChecks);
    }

    MailService openLmtp(DeliveryLogins logins) {
        return reception.openLmtp(lmtpChecks, logins);
    }

    /// For one mail that a program of this host delivers.
    MailService openDelivery(Optional<MailboxName> mailbox) {
        return reception.openDelivery(lmtpChecks, mailbox);
    }

    /// The same examiner, where results of authentication that mail claims to have are removed first.
    /// RFC 8601 §5
    ContentExaminer withoutForgedResults(ContentExaminer examiner) {
        return arrivals.map(each -> each.withoutForgedResults(examiner)).orElse(examiner);
    }

    Forwarders forwarders() {
        return forwarders;
    }
}
