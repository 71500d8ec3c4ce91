// SPDX-License-Identifier: Apache-2.0
package org.pabal.mta.acceptance;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.pabal.directory.Account;
import org.pabal.directory.AccountId;
import org.pabal.mailbox.FilingOutcome;
import org.pabal.mailbox.MailboxStore;
import org.pabal.mda.Decision;
import org.pabal.mta.ledger.LedgerRecord;
import org.pabal.mta.queue.Queue;
import org.pabal.mta.routing.Route;
import org.pabal.storage.SpaceChanges;

/// Promises mail. Safe for use by many threads.
public final class Acceptance {
    private final MailboxStore mailboxes;
    private final Queue queue;
    private final Consignment consignment;
    private final Commitments commitments;

    public Acceptance(
            MailboxStore mailboxes, Queue queue, Consignment consignment, Commitments commitments) {
        this.mailboxes = mailboxes;
        this.queue = queue;
        this.consignment = consignment;
        this.commitments = commitments;
    }

    /// What became of a recipient.
    public enum Fate {
        STORED,
        /// Safe, and on its way or waiting.
        QUEUED,
        /// Not accepted: no room in the mailbox.
        OVER_QUOTA,
        /// Not accepted: larger than the mailbox may ever be.
        NEVER_FITS,
        /// Not accepted: no room in the queue.
        QUEUE_FULL,
        /// Not accepted: a script does not want it.
        REJECTED;

        private boolean isTaken() {
            return this == STORED || this == QUEUED;
        }
    }

    /// What the client is told of a recipient.
    ///
    /// @param text the owner's words about what was rejected; else empty
    public record Answer(Fate fate, String text) {
        private static Answer of(Fate fate) {
            return new Answer(fate, "");
        }
    }

    /// How the client learns of it.
    public enum Replies {
        /// One reply for all (SMTP): when one account has no room its copy waits in the queue, and
        /// where one script rejects it the sender is told by a message; when there is no room for
        /// anyone, or all reject it, the mail is not accepted.
        ONE,
        /// One reply for each recipient (LMTP): an account without room says so, and a script that
        /// rejects.
        EACH
    }

    /// Makes a mail and what was decided about it durable in one commit.
    ///
    /// @param refused records of recipients that were refused before
    /// @param together what else is to become durable with it
    /// @return one answer for each recipient, in order; nothing was stored for those not accepted
    /// @throws org.pabal.message.UnavailableException when nothing was done
    public List<Answer> accept(
            AcceptedMail mail,
            List<AcceptedRecipient> recipients,
            List<LedgerRecord> refused,
            List<SpaceChanges> together,
            Replies replies) {
        Decisions decisions = consignment.decide(mail, recipients);
        Set<AccountId> full = new HashSet<>();
        while (true) {
            long octets = mail.message().blob().size();
            List<Answer> answers =
                    recipients.stream().map(r -> answer(r, decisions, full, octets)).toList();
            List<AcceptedRecipient> taken = taken(recipients, answers, replies);
            Commitment commitment = new Commitment();
            noteRefusals(commitment, recipients, taken, decisions);
            if (taken.isEmpty()) {
                if (!commitment.isEmpty()) {
                    commitments.commit(commitment);
                }
                return answers;
            }
            commitment.record(Consignment.accepted(mail));
            consignment.add(commitment, mail, taken, decisions, full);
            refused.forEach(commitment::record);
            together.forEach(commitment::with);
            if (!commitment.entries().isEmpty() && !queue.hasRoomFor(commitment.entries().size())) {
                return recipients.stream().map(r -> Answer.of(Fate.QUEUE_FULL)).toList();
            }
            switch (commitments.commit(commitment)) {
                case FilingOutcome.Filed _ -> {
                    return replies == Replies.EACH
                            ? answers
                            : answers.stream().map(Acceptance::kept).toList();
                }
                case FilingOutcome.OverQuota(var account, _) ->
                        full.addAll(fullAccounts(account, mail, taken));
            }
        }
    }

    /// False for a binary mail for someone here that no mailbox could show: NUL where nothing can be
    /// encoded. RFC 3030 §3, RFC 3516 §6.
    boolean canKeep(AcceptedMail mail, List<AcceptedRecipient> recipients) {
        return !mail.binary()
                || !LocalCopies.isAnyLocal(recipients)
                || mailboxes.withoutBinary(mail.message()).isPresent();
    }

    /// Makes what was decided about a mail that nobody gets durable.
    ///
    /// @throws org.pabal.message.UnavailableException when nothing was done
    void record(AcceptedMail mail, List<LedgerRecord> decided, List<SpaceChanges> together) {
        Commitment commitment = new Commitment();
        commitment.record(Consignment.accepted(mail));
        decided.forEach(commitment::record);
        together.forEach(commitment::with);
        commitments.commit(commitment);
    }

    /// What a script that refuses at once wants to be remembered. With one reply for all that is only
    /// done when all refuse; else it is part of what is done instead.
    private static void noteRefusals(
            Commitment commitment,
            List<AcceptedRecipient> recipients,
            List<AcceptedRecipient> taken,
            Decisions decisions) {
        for (AcceptedRecipient recipient : recipients) {
            if (!taken.contains(recipient) && decisions.refusal(recipient).isPresent()) {
                decisions.refusalMemory(recipient).forEach(commitment::change);
            }
        }
    }

    private static Answer answer(
            AcceptedRecipient recipient, Decisions decisions, Set<AccountId> full, long octets) {
        Optional<Decision.Refused> refusal = decisions.refusal(recipient);
        return refusal.isPresent()
                ? new Answer(Fate.REJECTED, refusal.get().text())
                : Answer.of(fate(recipient, decisions, full, octets));
    }

    private static Fate fate(
            AcceptedRecipient recipient, Decisions decisions, Set<AccountId> full, long octets) {
        boolean allFull = true;
        boolean queued = false;
        for (Route route : recipient.routes()) {
            boolean isFull =
                    route instanceof Route.LocalAccount(var account, _)
                            && full.contains(account.id())
                            && decisions.fills(route, account.id());
            allFull &= isFull;
            queued |= isFull || !(route instanceof Route.LocalAccount) || decisions.isOpen(route);
        }
        if (allFull) {
            return FullMailbox.isTooLarge(octets, recipient.routes())
                    ? Fate.NEVER_FITS
                    : Fate.OVER_QUOTA;
        }
        return queued ? Fate.QUEUED : Fate.STORED;
    }

    /// The recipients that the commit is for. With one reply for all it is for everyone, unless
    /// there is nobody who takes it: when nobody has room who would, the sender tries again, and hears
    /// of what is rejected then.
    private static List<AcceptedRecipient> taken(
            List<AcceptedRecipient> recipients, List<Answer> answers, Replies replies) {
        if (replies == Replies.ONE) {
            boolean takenBySome = answers.stream().anyMatch(answer -> answer.fate().isTaken());
            return takenBySome ? recipients : List.of();
        }
        return java.util.stream.IntStream.range(0, recipients.size())
                .filter(i -> answers.get(i).fate().isTaken())
                .mapToObj(recipients::get)
                .toList();
    }

    /// With one reply for all, what found no room was queued, and of what was rejected the sender is
    /// told.
    private static Answer kept(Answer answer) {
        return answer.fate().isTaken() ? answer : Answer.of(Fate.QUEUED);
    }

    /// The account that was found full, and at once all others that are.
    private Set<AccountId> fullAccounts(
            Account found, AcceptedMail mail, List<AcceptedRecipient> recipients) {
        Set<AccountId> full = new HashSet<>();
        full.add(found.id());
        for (AcceptedRecipient recipient : recipients) {
            for (Route route : recipient.routes()) {
                if (route instanceof Route.LocalAccount(var account, _)
                        && mailboxes.wouldExceedQuota(account, mail.message().blob().size())) {
                    full.add(account.id());
                }
            }
        }
        return full;
    }
}
