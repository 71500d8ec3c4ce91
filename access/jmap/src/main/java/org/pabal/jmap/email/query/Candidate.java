// SPDX-License-Identifier: Apache-2.0
package org.pabal.jmap.email.query;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.pabal.mailbox.AccountMailboxes.MessageOctets;
import org.pabal.mailbox.Emails;
import org.pabal.mailbox.Flags;
import org.pabal.mailbox.StoredMessage;
import org.pabal.mailbox.text.MessageText;

/// An email as it is being judged: its numbers, and what else has been read of it so far. One is
/// used for many, one after the other. For one thread.
final class Candidate {
    private Emails.@Nullable Cursor cursor;
    private Emails.@Nullable Email email;
    private @Nullable StoredMessage record;
    private @Nullable Supplier<MessageOctets> opener;
    private @Nullable MessageOctets octets;

    /// Its numbers are where the cursor stands.
    void at(Emails.Cursor where) {
        cursor = where;
        email = null;
        record = null;
        opener = null;
    }

    /// Its record has been read.
    void at(Emails.Email found, StoredMessage read) {
        cursor = null;
        email = found;
        record = read;
        opener = null;
    }

    /// Its octets may be read as well.
    void at(Emails.Email found, StoredMessage read, Supplier<MessageOctets> open) {
        at(found, read);
        opener = open;
    }

    void close() {
        if (octets != null) {
            octets.close();
            octets = null;
        }
    }

    long id() {
        return cursor != null ? cursor.email() : email().id().value();
    }

    long thread() {
        return cursor != null ? cursor.thread() : email().thread().value();
    }

    long receivedSeconds() {
        return cursor != null ? cursor.receivedSeconds() : email().receivedAt().getEpochSecond();
    }

    long size() {
        return cursor != null ? cursor.size() : email().size();
    }

    Flags flags() {
        return cursor != null ? cursor.flags() : email().flags();
    }

    int places() {
        return cursor != null ? cursor.places() : email().places().size();
    }

    long mailbox(int place) {
        return cursor != null
                ? cursor.mailbox(place)
                : email().places().get(place).mailbox().value();
    }

    private Emails.Email email() {
        if (email == null) {
            throw new IllegalStateException("no email to be judged");
        }
        return email;
    }

    /// Null as long as it has not been read.
    @Nullable StoredMessage record() {
        return record;
    }

    /// Null as long as the message may not be read.
    @Nullable MessageText text() {
        if (record == null || opener == null) {
            return null;
        }
        if (octets == null) {
            octets = opener.get();
        }
        return new MessageText(record, octets);
    }
}
