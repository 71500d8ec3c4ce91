// SPDX-License-Identifier: Apache-2.0
package org.pabal.mta.submission;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.pabal.directory.Account;
import org.pabal.message.Address;
import org.pabal.message.mime.HeaderField;
import org.pabal.message.mime.HeaderSection;
import org.pabal.mta.acceptance.Acceptance.Replies;
import org.pabal.mta.acceptance.AcceptedRecipient;
import org.pabal.mta.acceptance.ContentExamination;
import org.pabal.mta.acceptance.HeaderRule;
import org.pabal.mta.acceptance.MailIntake;
import org.pabal.mta.acceptance.OwnFields;
import org.pabal.mta.acceptance.TraceFields;
import org.pabal.mta.acceptance.Transaction;
import org.pabal.mta.breaker.Breaker;
import org.pabal.mta.policy.SessionChecks;
import org.pabal.mta.routing.NextHop;
import org.pabal.mta.routing.Route;
import org.pabal.smtp.ClientFacts;
import org.pabal.smtp.MailService;
import org.pabal.smtp.SmtpReply;
import org.pabal.storage.Change;

/// One submitted mail's content: the header section is judged and mended, the body follows as it
/// comes, and both are signed on the way.
final class SubmittedContent implements MailService.Content {
    static final SmtpReply TOO_LARGE =
            SmtpReply.of(552, "5.3.4", "Message is larger than your account may send");

    private final Submission submission;
    private final Transaction transaction;
    private final AccountRates.Sending sending;
    private final ClientFacts client;
    private final Submitter submitter;
    private final SessionChecks checks;
    private final Instant at;
    private final MailIntake intake;
    private final long maxOctets;
    private final List<Change> remembered = new ArrayList<>();
    private long octets;
    private Optional<String> messageId = Optional.empty();

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
        this.maxOctets = submitter.messageOctets().orElse(Long.MAX_VALUE);
        transaction.cameFrom(client, "unknown");
        transaction.commitWith(() -> sending.changes(remembered));
        this.at = submission.clock.instant();
        this.intake =
                new MailIntake(
                        submission.mailboxes,
                        submission.config.limits(),
                        submission.headerRoom,
                        this::judge,
                        vouched(
                                submission.examiner.begin(
                                        transaction.announced(client, "unknown", at))));
    }

    /// Others' hosts, and programs of this one, may use any address.
    private ContentExamination vouched(ContentExamination examination) {
        return submitter instanceof Submitter.OfAccount(Account account, _)
                ? VouchedContent.by(account.address(), submission.config.hostname(), examination)
                : examination;
    }

    @Override
    public void write(byte[] octets, int offset, int length) {
        this.octets += length;
        if (this.octets <= maxOctets) {
            intake.write(octets, offset, length);
        }
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
                : taken(header.mended(transaction.id(), submission.config.hostname(), at));
    }

    private HeaderRule.Judged taken(byte[] section) {
        messageId =
                HeaderSection.parse(section, 0, section.length)
                        .first("Message-ID")
                        .map(HeaderField::value);
        return new HeaderRule.Judged.Taken(section);
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
        if (octets > maxOctets) {
            transaction.answered(List.of(TOO_LARGE), at);
            return List.of(TOO_LARGE);
        }
        Breaker.Judged judged = submitter.judge(submission.breaker, client, strangers());
        remembered.addAll(submitter.remembered());
        remembered.addAll(judged.changes());
        judged.held().ifPresent(transaction::hold);
        List<SmtpReply> replies =
                submission.promise.make(transaction, intake, ownFields(), at, Replies.ONE, checks);
        if (replies.getFirst().isPositive()) {
            sending.keep();
            if (judged.held().isEmpty()) {
                tell(); // what a stolen password sends makes nobody known
            }
        }
        return replies;
    }

    private void tell() {
        if (submitter instanceof Submitter.OfAccount(Account account, _)) {
            submission.sentMail.sent(
                    account.id(),
                    transaction.recipients().stream().map(AcceptedRecipient::original).toList(),
                    messageId);
        }
    }

    /// Those in others' domains, in their look-up form.
    private List<String> strangers() {
        return transaction.recipients().stream()
                .filter(recipient -> recipient.routes().stream().anyMatch(this::leavesUs))
                .flatMap(recipient -> Address.parse(recipient.original()).stream())
                .filter(address -> !submission.rules.isOurs(address.domain()))
                .map(address -> address.lookupForm().toString())
                .toList();
    }

    private boolean leavesUs(Route route) {
        return switch (route) {
            case Route.Remote(_, NextHop.OtherHost _) -> false;
            case Route.Remote _ -> true;
            case Route.ListCopy(var copy, _) -> leavesUs(copy);
            case Route.LocalAccount _, Route.Refused _ -> false;
        };
    }

    @Override
    public void close() {
        transaction.brokenOff(at);
        sending.giveBack();
        intake.close();
        checks.reset();
    }
}
