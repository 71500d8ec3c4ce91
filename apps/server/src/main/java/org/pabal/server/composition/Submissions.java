// SPDX-License-Identifier: Apache-2.0
package org.pabal.server.composition;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.pabal.directory.LoginService;
import org.pabal.jmap.MailSending;
import org.pabal.mta.acceptance.MessageLimits;
import org.pabal.mta.policy.Checks;
import org.pabal.mta.submission.AccountRates;
import org.pabal.mta.submission.LocalSubmitter;
import org.pabal.mta.submission.SentMail;
import org.pabal.mta.submission.Submission;
import org.pabal.mta.submission.SubmissionConfig;
import org.pabal.server.settings.ReceptionTable;
import org.pabal.server.settings.SubmissionTable;
import org.pabal.smtp.MailService;

/// Mail that our accounts send: by a mail client, by JMAP, or by a program of this host.
final class Submissions {
    private static final int JMAP_PORT = 443;

    private final Ground here;
    private final MailQueue queue;
    private final LoginContexts logins;
    private final Checks checks;
    private final Submission submission;

    Submissions(
            Ground here,
            MailQueue queue,
            Intake intake,
            Inbound inbound,
            Outbound outbound,
            Signing signing,
            SessionCheckers checkers,
            LoginContexts logins) {
        this.here = here;
        this.queue = queue;
        this.logins = logins;
        this.checks = checkers.of("submission");
        this.submission =
                new Submission(
                        new SubmissionConfig(
                                here.name(),
                                MessageLimits.defaults(),
                                here.settings().get(SubmissionTable.SHOW_CLIENT_ADDRESS)),
                        here.directory(),
                        intake.rules(),
                        outbound.checks(),
                        intake.promise(),
                        intake.refusals(),
                        new AccountRates(
                                TransportSettings.accountRates(here.settings()),
                                here.storage(),
                                here.clock()),
                        queue.breaker(),
                        here.mailboxes(),
                        here.ids(),
                        inbound.withoutForgedResults(signing.ofSubmission()),
                        here.clock());
    }

    /// For a connection of a mail client, which is to log in.
    MailService open() {
        return submission.open(logins.ofClients(LoginService.SUBMISSION), checks);
    }

    /// For a program of this host, which does not log in.
    MailService open(LocalSubmitter user) {
        return submission.open(user, checks);
    }

    /// For programs that send what lies in a mailbox already.
    MailSending sending() {
        return new MailSending(
                (account, session, client) ->
                        submission.open(
                                account,
                                session,
                                client,
                                new InetSocketAddress(InetAddress.getLoopbackAddress(), JMAP_PORT),
                                checks),
                queue.queue(),
                queue.ledger(),
                here.settings().get(ReceptionTable.MAX_HOLD),
                here.settings().get(ReceptionTable.MAX_RECIPIENTS));
    }

    /// Tells somebody of mail that our accounts send.
    void tell(SentMail listener) {
        submission.tell(listener);
    }
}
