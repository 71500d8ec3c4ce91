// SPDX-License-Identifier: Apache-2.0
package org.pabal.pop3;

import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.pabal.directory.AccountId;
import org.pabal.directory.Language;
import org.pabal.mailbox.AccountMailboxes;
import org.pabal.mailbox.AccountMailboxes.MessageOctets;
import org.pabal.mailbox.FlagChange;
import org.pabal.mailbox.FlagChange.Mode;
import org.pabal.mailbox.Flags;
import org.pabal.mailbox.MailboxSnapshot;
import org.pabal.mailbox.MessageCursor;
import org.pabal.mailbox.StoredMessage;
import org.pabal.mailbox.UidSet;

/// A mailbox as it was when the session began, and what the session means to do to it. Messages have
/// the numbers 1 to {@link #count}, the deleted ones too. For one thread.
final class Maildrop {
    private static final int NOT_KNOWN_YET = -1;

    private final AccountMailboxes mailboxes;
    private final MailboxSnapshot snapshot;
    private final Runnable release;
    private final MessageCursor cursor;
    private final BitSet deleted = new BitSet();
    private final BitSet retrieved = new BitSet();
    private int left;
    private long octetsLeft;
    private int lastAccessed = NOT_KNOWN_YET;
    private int retrievals;
    private long octetsRetrieved;
    private boolean closed;

    /// @param release gives the lock back
    Maildrop(AccountMailboxes mailboxes, MailboxSnapshot snapshot, Runnable release) {
        this.mailboxes = mailboxes;
        this.snapshot = snapshot;
        this.release = release;
        this.cursor = snapshot.cursor();
        this.left = snapshot.count();
        this.octetsLeft = snapshot.octets();
    }

    AccountId account() {
        return mailboxes.account().id();
    }

    /// The owner's.
    Language language() {
        return mailboxes.account().language();
    }

    /// Those that are marked for deletion included.
    int count() {
        return snapshot.count();
    }

    boolean has(int message) {
        return message >= 1 && message <= snapshot.count();
    }

    boolean isDeleted(int message) {
        return deleted.get(message - 1);
    }

    /// How many are not marked for deletion.
    int left() {
        return left;
    }

    /// The sum of their sizes.
    long octetsLeft() {
        return octetsLeft;
    }

    /// In octets as they are sent, without the dots that are stuffed. RFC 1939 §11.
    long size(int message) {
        cursor.move(message - 1);
        return cursor.size();
    }

    /// With {@link #uid} the unique id: what IMAP calls UIDVALIDITY and UID, which no other message
    /// will ever have here, whatever becomes of this one (THREATS P05).
    long uidValidity() {
        return snapshot.uidValidity();
    }

    long uid(int message) {
        cursor.move(message - 1);
        return cursor.uid();
    }

    /// Empty when another program has removed the message meanwhile.
    Optional<MessageOctets> open(int message) {
        List<StoredMessage> found = mailboxes.messages(List.of(snapshot.email(message - 1)));
        return found.isEmpty() ? Optional.empty() : Optional.of(mailboxes.octets(found.getFirst()));
    }

    /// A whole message was sent.
    void retrieved(int message, long octets) {
        retrieved.set(message - 1);
        access(message);
        retrievals++;
        octetsRetrieved += octets;
    }

    /// Marks a message for deletion at QUIT.
    void delete(int message) {
        deleted.set(message - 1);
        left--;
        octetsLeft -= size(message);
        access(message);
    }

    /// As if nothing had been deleted or read.
    void reset() {
        deleted.clear();
        retrieved.clear();
        left = snapshot.count();
        octetsLeft = snapshot.octets();
        lastAccessed = NOT_KNOWN_YET;
    }

    private void access(int message) {
        lastAccessed = Math.max(last(), message);
    }

    /// The highest number of a message that was read in this session or before: 0 for none.
    /// RFC 1460, where RETR and DELE count; `\Seen` tells of sessions before.
    int last() {
        if (lastAccessed == NOT_KNOWN_YET) {
            lastAccessed = lastSeen();
        }
        return lastAccessed;
    }

    private int lastSeen() {
        if (snapshot.unseenCount() == snapshot.count()) {
            return 0;
        }
        int index = snapshot.count() - 1;
        while (index >= 0) {
            cursor.move(index);
            if (cursor.flags().isSeen()) {
                break;
            }
            index--;
        }
        return index + 1;
    }

    /// The UPDATE state of RFC 1939 §6: removes what was marked in one durable commit, all or
    /// nothing (THREATS P02). Messages that came meanwhile are none of this session's.
    ///
    /// @return how many were marked
    int update() {
        UidSet uids = uids(deleted);
        if (!uids.isEmpty()) {
            mailboxes.remove(snapshot.mailbox(), uids);
        }
        return deleted.cardinality();
    }

    /// Sets `\Seen` on what was retrieved and stays.
    void markSeen() {
        BitSet seen = (BitSet) retrieved.clone();
        seen.andNot(deleted);
        for (int index = seen.nextSetBit(0); index >= 0; index = seen.nextSetBit(index + 1)) {
            cursor.move(index);
            if (cursor.flags().isSeen()) {
                seen.clear(index);
            }
        }
        if (!seen.isEmpty()) {
            mailboxes.store(
                    snapshot.mailbox(),
                    uids(seen),
                    new FlagChange(Mode.ADD, Flags.NONE.plusSeen()),
                    OptionalLong.empty());
        }
    }

    private UidSet uids(BitSet indexes) {
        UidSet.Builder uids = new UidSet.Builder();
        indexes.stream().mapToLong(snapshot::uid).forEach(uids::add);
        return uids.build();
    }

    /// For the log.
    int retrievals() {
        return retrievals;
    }

    long octetsRetrieved() {
        return octetsRetrieved;
    }

    /// Lets other sessions have the maildrop.
    void close() {
        if (!closed) {
            closed = true;
            release.run();
        }
    }
}
