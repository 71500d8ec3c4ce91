// SPDX-License-Identifier: Apache-2.0
package org.pabal.mda.lab;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.pabal.mailbox.MailboxId;

/// An application of a script to a mailbox, as it is remembered.
///
/// @param number of the account's batches, from 1
/// @param mailbox its name at that time
/// @param script its name, or what the file was called
/// @param made mailboxes that were made for it
/// @param chunks of messages, each remembered before anything happened to its messages
public record Batch(
        long number,
        State state,
        Instant at,
        MailboxId source,
        String mailbox,
        String script,
        List<MailboxId> made,
        int chunks) {

    /// It can be undone for so long at least.
    public static final Duration UNDONE_WITHIN = Duration.ofDays(7);

    public Batch {
        made = List.copyOf(made);
    }

    public enum State {
        /// Begun; a crash leaves it so.
        BEGUN,
        APPLIED,
        UNDONE
    }

    public Instant undoUntil() {
        return at.plus(UNDONE_WITHIN);
    }

    Batch with(State other) {
        return new Batch(number, other, at, source, mailbox, script, made, chunks);
    }

    Batch withChunks(int count, List<MailboxId> madeBy) {
        return new Batch(number, state, at, source, mailbox, script, madeBy, count);
    }
}
