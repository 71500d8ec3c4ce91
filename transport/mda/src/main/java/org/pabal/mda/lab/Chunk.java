// SPDX-License-Identifier: Apache-2.0
package org.pabal.mda.lab;

import java.util.List;
import java.util.Map;

/// What a batch is about to do with some messages of its mailbox.
///
/// @param ends the next UID of each mailbox that messages are put into, before they are: what the
///     batch puts there has that UID or a higher one; also of the mailbox that they come from, to
///     which undoing brings them back
/// @param steps one for each message to which something happens
record Chunk(Map<Long, Long> ends, List<Step> steps) {
    Chunk {
        ends = Map.copyOf(ends);
        steps = List.copyOf(steps);
    }

    /// @param email the message's id within the account
    /// @param uid in the mailbox that the script is applied to
    /// @param flagsAdded to the message where it stays or is moved to; it had none of them, so that
    ///     undoing takes them away
    /// @param movedTo a mailbox; 0 when it stays
    /// @param copies to other mailboxes
    record Step(long email, long uid, List<String> flagsAdded, long movedTo, List<Copy> copies) {
        Step {
            flagsAdded = List.copyOf(flagsAdded);
            copies = List.copyOf(copies);
        }

        boolean isEmpty() {
            return flagsAdded.isEmpty() && movedTo == 0 && copies.isEmpty();
        }
    }

    /// @param flagsAdded to the copy
    record Copy(long mailbox, List<String> flagsAdded) {
        Copy {
            flagsAdded = List.copyOf(flagsAdded);
        }
    }
}
