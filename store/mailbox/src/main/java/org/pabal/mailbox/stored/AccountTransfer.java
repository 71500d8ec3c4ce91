// SPDX-License-Identifier: Apache-2.0
package org.pabal.mailbox.stored;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.pabal.directory.Account;
import org.pabal.mailbox.AccountMailboxes.CopyOutcome;
import org.pabal.mailbox.EmailId;
import org.pabal.mailbox.MailboxId;
import org.pabal.mailbox.QuotaResource;
import org.pabal.mailbox.Rights;
import org.pabal.mailbox.StoredMessage;
import org.pabal.mailbox.UidSet;
import org.pabal.mailbox.format.v1.MessageFormat;
import org.pabal.mailbox.format.v1.RecordKeys;
import org.pabal.mailbox.state.MailboxState;
import org.pabal.mailbox.state.MessageEntry;
import org.pabal.mailbox.stored.Commits.Decision;
import org.pabal.mailbox.stored.Commits.Start;
import org.pabal.mailbox.stored.Messages.Arrival;
import org.pabal.mailbox.stored.Messages.Fate;
import org.pabal.mailbox.stored.Messages.Identity;
import org.pabal.mailbox.summary.ThreadLinks;
import org.pabal.message.UnavailableException;

/// COPY and MOVE from one account to another, in one commit over both. The target's account gets
/// records of its own that refer to the same blobs.
///
/// The records are read before any lock is taken: they never change, and a message that was expunged
/// meanwhile is not copied.
final class AccountTransfer {
    /// Of one COPY or MOVE: what one commit can hold besides others.
    static final int MAX_MESSAGES = 20_000;

    /// Of the records of one COPY or MOVE, as they are in memory until the commit is durable.
    private static final long MAX_RECORD_OCTETS = 64L << 20;

    private final Commits commits;
    private final End source;
    private final End target;

    /// One of the two accounts.
    ///
    /// @param reader as whom it was opened
    record End(Account owner, OpenAccount account, Reader reader, MailboxId mailbox) {
        Optional<MailboxState> published() {
            return account.published()
                    .mailbox(mailbox)
                    .filter(state -> state.record().selectable());
        }
    }

    AccountTransfer(Commits commits, End source, End target) {
        this.commits = commits;
        this.source = source;
        this.target = target;
    }

    /// What happens to the messages in the source.
    enum Kind {
        COPY,
        MOVE
    }

    /// @param rights of the reader on the target
    CopyOutcome run(UidSet uids, Rights rights, Kind kind) {
        Optional<MailboxState> from = source.published();
        Optional<MailboxState> to = target.published();
        if (from.isEmpty() || to.isEmpty()) {
            return new CopyOutcome.NoSuchMailbox();
        }
        to.get().pages(); // Read here, not under the lock.
        Selection known = Selection.of(from.get(), uids);
        if (known.messages().size() > MAX_MESSAGES) {
            return new CopyOutcome.TooMany(MAX_MESSAGES);
        }
        Map<Long, byte[]> records = new HashMap<>();
        if (!read(known, records)) {
            return new CopyOutcome.TooMany(MAX_MESSAGES);
        }
        Transfer transfer = new Transfer(known.uids(), records, rights, kind);
        boolean sourceFirst = source.account().id() < target.account().id();
        return commits.change(
                sourceFirst
                        ? List.of(source.account(), target.account())
                        : List.of(target.account(), source.account()),
                List::of,
                Start.AT_ONCE,
                edits ->
                        sourceFirst
                                ? transfer.apply(edits.getFirst(), edits.getLast())
                                : transfer.apply(edits.getLast(), edits.getFirst()));
    }

    /// @return false when the records are too large
    private boolean read(Selection selected, Map<Long, byte[]> records) {
        long[] emails = selected.messages().stream().mapToLong(MessageEntry::email).toArray();
        long[] octets = {0};
        new MessageReader(source.account().space())
                .forEach(
                        emails,
                        entry -> {
                            octets[0] += entry.value().length;
                            if (octets[0] <= MAX_RECORD_OCTETS) {
                                records.put(RecordKeys.emailOfMessage(entry.key()), entry.value());
                            }
                        });
        return octets[0] <= MAX_RECORD_OCTETS;
    }

    private final class Transfer {
        private final UidSet uids;
        private final Map<Long, byte[]> records;
        private final Rights rights;
        private final Kind kind;

        Transfer(UidSet uids, Map<Long, byte[]> records, Rights rights, Kind kind) {
            this.uids = uids;
            this.records = records;
            this.rights = rights;
            this.kind = kind;
        }

        Decision<CopyOutcome> apply(AccountEdit fromEdit, AccountEdit toEdit) {
            Optional<MailboxState> from = fromEdit.selectable(source.mailbox());
            Optional<MailboxState> to = toEdit.selectable(target.mailbox());
            if (from.isEmpty() || to.isEmpty()) {
                return Decision.refuse(new CopyOutcome.NoSuchMailbox());
            }
            Selection selected = Selection.of(from.get(), uids);
            Optional<QuotaResource> missing =
                    Quotas.missing(
                            target.owner(), toEdit, selected.octets(), selected.messages().size());
            if (missing.isPresent()) {
                return Decision.refuse(new CopyOutcome.OverQuota(missing.get()));
            }
            List<Arrival> arrivals = arrivals(fromEdit, from.get(), selected, toEdit);
            toEdit.corrections().moved(from.get(), arrivals, to.get());
            UidSet newUids = target.reader().append(toEdit, target.mailbox(), arrivals);
            if (kind == Kind.MOVE && !selected.messages().isEmpty()) {
                fromEdit.messages()
                        .remove(from.get(), selected.uids(), selected.places(), Fate.HANDED_OVER);
            }
            return Decision.keep(
                    new CopyOutcome.Copied(to.get().uidValidity(), selected.uids(), newUids));
        }

        private List<Arrival> arrivals(
                AccountEdit fromEdit, MailboxState from, Selection selected, AccountEdit toEdit) {
            SeenChunks marks = source.reader().marks(fromEdit, from);
            Map<Long, Identity> newEmails = new HashMap<>();
            List<Arrival> arrivals = new ArrayList<>(selected.messages().size());
            for (MessageEntry message : selected.messages()) {
                arrivals.add(
                        new Arrival(
                                email(message, toEdit, newEmails),
                                rights.permitted(Reader.flags(message, marks)),
                                message.size(),
                                message.date()));
            }
            return arrivals;
        }

        /// What lies in the mailbox twice is one message in the other account too.
        private Identity email(
                MessageEntry message, AccountEdit toEdit, Map<Long, Identity> newEmails) {
            Identity known = newEmails.get(message.email());
            if (known != null) {
                toEdit.copies().onePlaceMore(known.email());
                return known;
            }
            byte[] record = records.get(message.email());
            if (record == null) {
                throw new UnavailableException(
                        "message " + message.email() + " has no record: run `pabal store verify`");
            }
            StoredMessage stored = MessageFormat.decode(new EmailId(message.email()), record);
            Identity email = toEdit.messages().add(stored.blob(), record, ThreadLinks.of(stored));
            newEmails.put(message.email(), email);
            return email;
        }
    }
}
