// SPDX-License-Identifier: Apache-2.0
package org.pabal.mta.submission;

import java.time.Instant;
import java.util.List;
import org.pabal.directory.Account;
import org.pabal.message.UnavailableException;
import org.pabal.message.mime.MimeLimits;
import org.pabal.mta.acceptance.Acceptance.Replies;
import org.pabal.mta.acceptance.MailIntake;
import org.pabal.mta.acceptance.TraceFields;
import org.pabal.mta.acceptance.Transaction;
import org.pabal.mta.policy.SessionChecks;
import org.pabal.smtp.ClientFacts;
import org.pabal.smtp.MailService;
import org.pabal.smtp.SmtpReply;

/// One submitted mail's content: the header section is gathered, judged and mended; the body
/// follows as it comes.
final class SubmittedContent implements MailService.Content {
    private final Submission submission;
    private final Transaction transaction;
    private final AccountRates.Sending sending;
    private final ClientFacts client;
    private final Account account;
    private final SessionChecks checks;
    private final Instant at;
    private final MailIntake intake;
    private final HeaderGathering gathering;
    private final byte[] returnPath;
    private boolean headerWritten;

    SubmittedContent(
            Submission submission,
            Transaction transaction,
            AccountRates.Sending sending,
            ClientFacts client,
            Account account,
            SessionChecks checks) {
        this.submission = submission;
        this.transaction = transaction;
        this.sending = sending;
        this.client = client;
        this.account = account;
        this.checks = checks;
        transaction.cameFrom(client, "unknown");
        transaction.commitWith(sending::changes);
        this.at = submission.clock.instant();
        this.intake = new MailIntake(submission.mailboxes, submission.config.limits());
        this.gathering = new HeaderGathering(MimeLimits.DEFAULT.maxHeaderOctets());
        this.returnPath = TraceFields.returnPath(transaction.from());
    }

    @Override
    public void write(byte[] octets, int offset, int length) {
        if (intake.problem().isPresent()) {
            return;
        }
        int used = headerWritten ? 0 : gather(octets, offset, length);
        if (used < length) {
            intake.write(octets, offset + used, length - used);
        }
    }

    private int gather(byte[] octets, int offset, int length) {
        int used = gathering.add(octets, offset, length);
        if (gathering.isTooLarge()) {
            intake.refuse(SmtpReply.of(552, "5.3.4", "Header section too large"));
            return length;
        }
        if (gathering.isComplete()) {
            writeHeader();
        }
        return used;
    }

    private void writeHeader() {
        headerWritten = true;
        try {
            writeHeader(SubmittedHeader.parse(gathering.octets()));
        } catch (UnavailableException trouble) {
            intake.refuse(MailIntake.replyTo(trouble));
        }
    }

    private void writeHeader(SubmittedHeader header) {
        header.objection(address -> submission.directory.owns(account.id(), address))
                .ifPresent(intake::refuse);
        intake.writeOwn(returnPath);
        intake.writeOwn(
                TraceFields.received(
                        client,
                        shown(),
                        submission.config.hostname(),
                        transaction.id(),
                        transaction.onlyRecipient(),
                        at));
        byte[] mended = header.mended(transaction.id(), submission.config.hostname(), at);
        intake.write(mended, 0, mended.length);
    }

    private TraceFields.Client shown() {
        return submission.config.showClient()
                ? new TraceFields.Client.Shown("unknown")
                : new TraceFields.Client.Hidden();
    }

    @Override
    public List<SmtpReply> finish() {
        if (!headerWritten && intake.problem().isEmpty()) {
            writeHeader(); // a message that is a header section and nothing else
        }
        List<SmtpReply> replies =
                submission.promise.make(
                        transaction, intake, returnPath.length, at, Replies.ONE, checks);
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
