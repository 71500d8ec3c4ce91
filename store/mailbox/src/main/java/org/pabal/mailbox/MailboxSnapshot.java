// SPDX-License-Identifier: Apache-2.0
package org.pabal.mailbox;

/// One mailbox as it was at one moment: immutable, cheap to keep, safe to share.
///
/// An *index* is a message number less one: 0 for the message with the lowest UID.
public interface MailboxSnapshot {

    MailboxId mailbox();

    /// RFC 9051 §2.3.1.1.
    long uidValidity();

    /// Greater than every UID that was ever given out here.
    long uidNext();

    /// RFC 7162 §3.1.2.1: at least 1, never falls.
    long highestModSeq();

    int count();

    int unseenCount();

    /// The index of the first message without `\Seen`; -1 for none.
    default int firstUnseen() {
        if (unseenCount() == 0) {
            return -1;
        }
        MessageCursor cursor = cursor();
        for (int index = 0; index < count(); index++) {
            cursor.move(index);
            if (!cursor.flags().isSeen()) {
                return index;
            }
        }
        return -1;
    }

    int deletedCount();

    /// The sum of the sizes.
    long octets();

    long uid(int index);

    /// The index of a UID, or, as `Arrays.binarySearch` tells it, minus the place where it would
    /// stand less one.
    int indexOf(long uid);

    Flags flags(int index);

    long modSeq(int index);

    EmailId email(int index);

    ThreadId thread(int index);

    /// RFC822.SIZE.
    long size(int index);

    java.time.Instant internalDate(int index);

    /// For looking at many messages.
    default MessageCursor cursor() {
        return MessageCursor.of(this);
    }

    /// When the message came into this mailbox, by whatever way; in seconds. RFC 8514.
    java.time.Instant savedDate(int index);

    /// Every keyword in use in this mailbox, for the FLAGS response.
    Flags keywords();

    /// What happened between an older snapshot of the same mailbox and this one. Costs as much as
    /// there are changes, not as there are messages.
    SnapshotDelta since(MailboxSnapshot older);
}
