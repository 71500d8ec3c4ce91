// SPDX-License-Identifier: Apache-2.0
package org.pabal.mta.ledger;

import java.time.Instant;

/// What was decided about one recipient of a mail, or what became of it there.
///
/// @param session the id of the session that brought the mail
/// @param reversePath with its angle brackets
/// @param recipient an address
/// @param detail status and reply, or where it was stored; may be empty
/// @param queueId of the entry concerned; may be empty
public record LedgerRecord(
        Instant at,
        MailId mail,
        String session,
        String reversePath,
        String recipient,
        Outcome outcome,
        String detail,
        String queueId) {
    private static final int MAX_TEXT = 1_000;

    public LedgerRecord {
        session = bounded(session);
        reversePath = bounded(reversePath);
        recipient = bounded(recipient);
        detail = bounded(detail);
        queueId = bounded(queueId);
    }

    private static String bounded(String text) {
        return text.length() <= MAX_TEXT ? text : text.substring(0, MAX_TEXT);
    }

    /// The numbers are those on disk.
    public enum Outcome {
        /// In a mailbox: an end.
        STORED(1),
        /// Waits in the queue.
        QUEUED(2),
        /// Another server took it: an end.
        RELAYED(3),
        /// Tried without success; will be tried again.
        DEFERRED(4),
        /// Given up; a report is owed or made.
        FAILED(5),
        /// The report was made: an end.
        BOUNCED(6),
        /// Given up and not reported, by the rule that `detail` names: an end.
        DISCARDED(7),
        /// Not accepted: an end.
        REFUSED(8),
        /// An operator holds it, or its worker broke several times and an operator must look.
        HELD(9),
        /// An operator took it out of the queue: an end.
        REMOVED(10),
        /// An operator released what was held.
        RELEASED(11),
        /// An operator asked for the next attempt at once.
        HURRIED(12);

        private final int number;

        Outcome(int number) {
            this.number = number;
        }

        int number() {
            return number;
        }

        static Outcome of(int number) {
            for (Outcome outcome : values()) {
                if (outcome.number == number) {
                    return outcome;
                }
            }
            throw new IllegalArgumentException("no ledger outcome has the number " + number);
        }
    }
}
