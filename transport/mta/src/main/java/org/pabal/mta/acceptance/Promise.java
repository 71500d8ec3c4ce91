// SPDX-License-Identifier: Apache-2.0
package org.pabal.mta.acceptance;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.pabal.message.UnavailableException;
import org.pabal.mta.acceptance.Acceptance.Answer;
import org.pabal.mta.acceptance.Acceptance.Fate;
import org.pabal.mta.acceptance.Acceptance.Replies;
import org.pabal.mta.acceptance.CheckedMail.Removed;
import org.pabal.mta.ledger.Fact;
import org.pabal.mta.ledger.LedgerRecord;
import org.pabal.mta.policy.SessionChecks;
import org.pabal.smtp.SmtpReply;
import org.pabal.smtp.Verdict;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What is said at the dot, and done before it is said. Safe for use by many threads.
public final class Promise {
    private static final Logger LOG = LoggerFactory.getLogger(Promise.class);

    private static final SmtpReply CANNOT_CONVERT =
            SmtpReply.of(
                    554,
                    "5.6.3",
                    "NUL, or CR or LF alone, where it cannot be encoded: send it as base64");

    private static final Answer QUEUED = new Answer(Fate.QUEUED, "");

    private final Acceptance acceptance;
    private final ContentChecks contentChecks;
    private final FullMailbox fullMailbox;

    public Promise(Acceptance acceptance, ContentChecks contentChecks, FullMailbox fullMailbox) {
        this.acceptance = acceptance;
        this.contentChecks = contentChecks;
        this.fullMailbox = fullMailbox;
    }

    /// Makes a mail durable and says so, or says why not.
    ///
    /// @param own our fields to go on top, but for those of the examination
    /// @param checks asked about the content before
    /// @return one reply, or one for each recipient in order
    public List<SmtpReply> make(
            Transaction transaction,
            MailIntake intake,
            OwnFields own,
            Instant at,
            Replies replies,
            SessionChecks checks) {
        try {
            List<SmtpReply> answer =
                    intake.finish(own)
                            .map(content -> decided(transaction, content, at, replies, checks))
                            .orElseGet(() -> notTaken(transaction, intake, replies));
            transaction.answered(answer, at);
            return answer;
        } catch (UnavailableException trouble) {
            LOG.warn("mail {} is not accepted: {}", transaction.id(), trouble.getMessage());
            transaction.unanswered();
            return same(MailIntake.replyTo(trouble), transaction, replies);
        }
    }

    private static List<SmtpReply> notTaken(
            Transaction transaction, MailIntake intake, Replies replies) {
        if (intake.refusal().isEmpty()) {
            return same(intake.problem().orElseThrow(), transaction, replies);
        }
        Verdict.Refuse verdict = intake.refusal().get();
        transaction.found(intake.facts());
        transaction.found(Map.of(Fact.RULE, verdict.reason()));
        return refused(transaction, verdict, replies);
    }

    private List<SmtpReply> decided(
            Transaction transaction,
            StagedContent content,
            Instant at,
            Replies replies,
            SessionChecks checks) {
        transaction.found(content.examined().facts());
        CheckedMail mail =
                new CheckedMail(
                        content,
                        transaction.from(),
                        transaction.recipients(),
                        List.of(),
                        Optional.empty());
        return switch (contentChecks.ask(checks, mail)) {
            case ContentChecks.Outcome.Passed(var passed) ->
                    accepted(transaction, passed, at, replies);
            case ContentChecks.Outcome.Refused(var verdict) ->
                    refused(transaction, verdict, replies);
            case ContentChecks.Outcome.Discarded(var rule) ->
                    discarded(transaction, mail, rule, at, replies);
        };
    }

    private List<SmtpReply> accepted(
            Transaction transaction, CheckedMail checked, Instant at, Replies replies) {
        transaction.found(checked.content().examined().facts());
        AcceptedMail mail = mail(transaction, checked, at);
        List<LedgerRecord> before = new ArrayList<>(transaction.refusals());
        checked.removed().forEach(gone -> before.add(discarded(mail, gone)));
        if (checked.recipients().isEmpty()) {
            acceptance.record(mail, before, transaction.together());
            return same(reply(QUEUED, mail), transaction, replies);
        }
        if (!acceptance.canKeep(mail, checked.recipients())) {
            return same(CANNOT_CONVERT, transaction, replies);
        }
        List<Answer> answers =
                acceptance.accept(
                        mail, checked.recipients(), before, transaction.together(), replies);
        return replies == Replies.EACH
                ? transaction.recipients().stream()
                        .map(recipient -> reply(answerTo(recipient, checked, answers), mail))
                        .toList()
                : List.of(reply(together(answers), mail));
    }

    /// A recipient that a check took out is told of as if it had the mail.
    private static Answer answerTo(
            AcceptedRecipient recipient, CheckedMail checked, List<Answer> answers) {
        int at = checked.recipients().indexOf(recipient);
        return at < 0 ? QUEUED : answers.get(at);
    }

    private static List<SmtpReply> refused(
            Transaction transaction, Verdict.Refuse verdict, Replies replies) {
        LOG.info(
                "session={} mail={} event=refused from={} code={} reason=\"{}\"",
                transaction.session(),
                transaction.id(),
                transaction.from(),
                verdict.reply().code(),
                verdict.reason());
        return same(verdict.reply(), transaction, replies);
    }

    private List<SmtpReply> discarded(
            Transaction transaction,
            CheckedMail checked,
            String rule,
            Instant at,
            Replies replies) {
        LOG.info(
                "session={} mail={} event=discarded from={} reason=\"{}\"",
                transaction.session(),
                transaction.id(),
                transaction.from(),
                rule);
        AcceptedMail mail = mail(transaction, checked, at);
        List<LedgerRecord> records = new ArrayList<>(transaction.refusals());
        transaction
                .recipients()
                .forEach(gone -> records.add(discarded(mail, new Removed(gone, rule))));
        acceptance.record(mail, records, transaction.together());
        return same(reply(QUEUED, mail), transaction, replies);
    }

    private static LedgerRecord discarded(AcceptedMail mail, Removed gone) {
        return new LedgerRecord(
                mail.at(),
                mail.id(),
                mail.session(),
                mail.from().toString(),
                gone.recipient().original(),
                LedgerRecord.Outcome.DISCARDED,
                gone.rule(),
                "");
    }

    private static AcceptedMail mail(Transaction transaction, CheckedMail checked, Instant at) {
        StagedContent content = checked.content();
        boolean headerNeedsUtf8 = transaction.declaredSmtpUtf8() && content.hasEightBitHeader();
        return new AcceptedMail(
                transaction.id(),
                transaction.session(),
                transaction.origin(),
                checked.from(),
                content.message(),
                content.prefixOctets(),
                content.isEightBit(),
                headerNeedsUtf8,
                transaction.declaredBinary(),
                transaction.request(),
                at,
                transaction.release().map(release -> release.from(at)).orElse(at),
                transaction.facts(),
                checked.held().or(transaction::held),
                content.examined().assessments());
    }

    private static List<SmtpReply> same(SmtpReply reply, Transaction transaction, Replies replies) {
        int count = replies == Replies.EACH ? transaction.recipients().size() : 1;
        return Collections.nCopies(count, reply);
    }

    /// With one reply for all they were all accepted, or all refused: for want of room, which may
    /// change, or because nobody wants it.
    private static Answer together(List<Answer> answers) {
        for (Fate first : List.of(Fate.QUEUED, Fate.OVER_QUOTA)) {
            for (Answer answer : answers) {
                if (answer.fate() == first) {
                    return answer;
                }
            }
        }
        return answers.getFirst();
    }

    private SmtpReply reply(Answer answer, AcceptedMail mail) {
        return switch (answer.fate()) {
            case STORED -> SmtpReply.of(250, "2.0.0", "Ok: stored as " + mail.id());
            case QUEUED -> SmtpReply.of(250, "2.0.0", "Ok: queued as " + mail.id());
            case OVER_QUOTA -> fullMailbox.reply("");
            case NEVER_FITS -> FullMailbox.neverFits("");
            case QUEUE_FULL -> SmtpReply.of(452, "4.3.1", "Queue full, try again later");
            case REJECTED -> RejectionReply.of(answer.text());
        };
    }
}
