// SPDX-License-Identifier: Apache-2.0
package org.pabal.mailbox.state;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongPredicate;
import org.pabal.mailbox.Flags;
import org.pabal.mailbox.MailboxId;
import org.pabal.mailbox.MailboxName;
import org.pabal.mailbox.SpecialUse;

/// Messages that one commit took out of their last mailbox and that are kept for a while.
///
/// @param deletedAt in seconds since 1970
/// @param origins the mailboxes in which they lay
public record DeletedList(long deletedAt, List<Origin> origins, List<Entry> entries) {

    /// A mailbox as it was then: it may be gone since.
    public record Origin(MailboxId mailbox, MailboxName name, Optional<SpecialUse> use) {}

    /// @param origin its place in {@link #origins}
    /// @param size in octets
    /// @param date the internal date in seconds since 1970
    public record Entry(long email, long thread, int origin, Flags flags, long size, long date) {}

    public Origin origin(Entry entry) {
        return origins.get(entry.origin());
    }

    public long octets() {
        return entries.stream().mapToLong(Entry::size).sum();
    }

    public long[] emails() {
        return entries.stream().mapToLong(Entry::email).toArray();
    }

    /// The same without some of the messages.
    public DeletedList without(LongPredicate emails) {
        List<Entry> rest = new ArrayList<>(entries);
        rest.removeIf(entry -> emails.test(entry.email()));
        return new DeletedList(deletedAt, origins, rest);
    }
}
