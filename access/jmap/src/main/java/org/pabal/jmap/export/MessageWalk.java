// SPDX-License-Identifier: Apache-2.0
package org.pabal.jmap.export;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.pabal.mailbox.AccountMailboxes;
import org.pabal.mailbox.EmailId;
import org.pabal.mailbox.Emails;
import org.pabal.mailbox.Flags;
import org.pabal.mailbox.MailboxSnapshot;
import org.pabal.mailbox.MessageCursor;
import org.pabal.mailbox.OctetsStream;
import org.pabal.mailbox.StoredMessage;
import org.pabal.message.UnavailableException;
import org.pabal.storage.StorageException;

/// Goes through messages of a snapshot and opens each; counts those that have gone meanwhile, which are
/// left out also while they are kept to be restored: their owner wanted them gone. For one thread.
final class MessageWalk {
    /// Records that are read at once.
    private static final int BATCH = 64;

    private final AccountMailboxes mailboxes;
    private long messages;
    private long octets;
    private long gone;

    MessageWalk(AccountMailboxes mailboxes) {
        this.mailboxes = mailboxes;
    }

    /// What is done with each message.
    interface Visitor {
        /// @param content closed by the walk
        void visit(Flags flags, StoredMessage message, InputStream content) throws IOException;
    }

    long messages() {
        return messages;
    }

    long octets() {
        return octets;
    }

    /// Expunged since the snapshot.
    long gone() {
        return gone;
    }

    private record Wanted(EmailId email, Flags flags) {}

    /// All but those with `\Deleted`, by their UIDs.
    void through(MailboxSnapshot mailbox, Visitor visitor) throws IOException {
        MessageCursor cursor = mailbox.cursor();
        List<Wanted> batch = new ArrayList<>();
        for (int index = 0; index < mailbox.count(); index++) {
            cursor.move(index);
            if (cursor.flags().isDeleted()) {
                continue;
            }
            batch.add(new Wanted(new EmailId(cursor.email()), cursor.flags()));
            if (batch.size() == BATCH) {
                visit(batch, visitor);
                batch.clear();
            }
        }
        visit(batch, visitor);
    }

    private void visit(List<Wanted> batch, Visitor visitor) throws IOException {
        Map<EmailId, StoredMessage> records = new HashMap<>();
        records(batch.stream().map(Wanted::email).distinct().toList())
                .forEach(record -> records.put(record.id(), record));
        for (Wanted each : batch) {
            visit(Optional.ofNullable(records.get(each.email())), each.flags(), visitor);
        }
    }

    private List<StoredMessage> records(List<EmailId> ids) {
        Emails now = mailboxes.state().emails();
        return mailboxes.messages(ids.stream().filter(now::has).toList());
    }

    /// One message.
    ///
    /// @return false when it has gone
    boolean one(EmailId email, Flags flags, Visitor visitor) throws IOException {
        return visit(records(List.of(email)).stream().findFirst(), flags, visitor);
    }

    private boolean visit(Optional<StoredMessage> message, Flags flags, Visitor visitor)
            throws IOException {
        Optional<InputStream> content = message.flatMap(this::open);
        if (message.isEmpty() || content.isEmpty()) {
            gone++;
            return false;
        }
        try (InputStream in = content.get()) {
            visitor.visit(flags, message.get(), in);
        }
        messages++;
        octets += message.get().octets();
        return true;
    }

    private Optional<InputStream> open(StoredMessage message) {
        try {
            return Optional.of(
                    new OctetsStream(mailboxes.octets(message), 0, message.octets()));
        } catch (UnavailableException reason) {
            if (reason.getCause() instanceof StorageException.NoSuchBlob) {
                return Optional.empty();
            }
            throw reason;
        }
    }
}
