// SPDX-License-Identifier: Apache-2.0
package org.pabal.mta.submission;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.pabal.mta.acceptance.Acceptance.Replies;
import org.pabal.mta.acceptance.HeaderRule;
import org.pabal.mta.acceptance.MailIntake;
import org.pabal.mta.acceptance.OwnFields;
import org.pabal.mta.acceptance.TraceFields;
import org.pabal.mta.acceptance.Transaction;
import org.pabal.mta.policy.SessionChecks;
import org.pabal.smtp.ClientFacts;
import org.pabal.smtp.MailService;
import org.pabal.smtp.SmtpReply;

/// One submitted mail's content: the header section is judged and mended, the body follows as it
/// comes, and both are signed on the way.
final class SubmittedContent implements MailService.Content {
    private final Submission submission;
    private final Transaction transaction;
    private final AccountRates.Sending sending;
    private final ClientFacts client;
    private final Submitter submitter;
    private final SessionChecks checks;
    private final Instant at;
    private final MailIntake intake;

    SubmittedContent(
            Submission submission,
            Transaction transaction,
            AccountRates.Sending sending,
            ClientFacts client,
            Submitter submitter,
            SessionChecks checks) {
        this.submission = submission;
        this.transaction = transaction;
        this.sending = sending;
        this.client = client;
        this.submitter = submitter;
        this.checks = checks;
        transaction.cameFrom(client, "unknown");
        transaction.commitWith(() -> sending.changes(submitter.remembered()));
        this.at = submission.clock.instant();
        this.intake =
                new MailIntake(
                        submission.mailboxes,
                        submission.config.limits(),
                        submission.headerRoom,
                        this::judge,
                        submission.examiner.begin(transaction.announced(client, "unknown", at)));
    }

    @Override
    public void write(byte[] octets, int offset, int length) {
        intake.write(octets, offset, length);
    }

    private HeaderRule.Judged judge(byte[] section, HeaderRule.Form form) {
        if (submitter instanceof Submitter.OfUser(var user)) {
            return judge(new LocalHeader(user).completed(section));
        }
        return form == HeaderRule.Form.MENDED
                ? new HeaderRule.Judged.Refused(SubmittedHeader.MALFORMED)
                : judge(section);
    }

    private HeaderRule.Judged judge(byte[] section) {
        SubmittedHeader header = SubmittedHeader.parse(section);
        Optional<SmtpReply> objection = header.objection(submitter::owns);
        return objection.isPresent()
                ? new HeaderRule.Judged.Refused(objection.get())
                : new HeaderRule.Judged.Taken(
                        header.mended(transaction.id(), submission.config.hostname(), at));
    }

    private OwnFields ownFields() {
        return new OwnFields(
                TraceFields.returnPath(transaction.from()),
                TraceFields.received(
                        client,
                        shown(),
                        submission.config.hostname(),
                        transaction.id(),
                        transaction.onlyRecipient(),
                        at));
    }

    private TraceFields.Client shown() {
        return submission.config.showClient()
                ? new TraceFields.Client.Shown("unknown")
                : new TraceFields.Client.Hidden();
    }

    @Override
    public List<SmtpReply> finish() {
        List<SmtpReply> replies =
                submission.promise.make(transaction, intake, ownFields(), at, Replies.ONE, checks);
        if (replies.getFirst().isPositive()) {
            sending.keep();
        }
        return replies;
    }

    @Override
    public void close() {
        transaction.brokenOff(at);
        sending.giveBack();
        intake.close();
        checks.reset();
    }
}
