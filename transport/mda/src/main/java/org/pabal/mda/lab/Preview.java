// SPDX-License-Identifier: Apache-2.0
package org.pabal.mda.lab;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.pabal.mailbox.AccountMailboxes;
import org.pabal.mailbox.EmailId;
import org.pabal.mailbox.MailboxSnapshot;
import org.pabal.mailbox.StoredMessage;
import org.pabal.sieve.Outcome;

/// What a look at a part of a mailbox through a script came to.
///
/// @param total messages in the mailbox
/// @param tried of them this time
/// @param next where to go on, from the newest; empty when all that was wanted was tried
public record Preview(int total, int tried, OptionalInt next) {
    /// So many records are read together.
    private static final int PAGE = 50;

    /// Which part of a mailbox, and for how long at most.
    ///
    /// @param position of the first, from the newest, 0 for it
    /// @param limit messages
    public record Part(int position, int limit, Duration most) {}

    /// What became of each message that was tried, the newest first.
    public interface Taker {
        void take(StoredMessage message, Outcome outcome);
    }

    /// At least one message is tried, however little time there is.
    static Preview of(
            AccountMailboxes mailboxes,
            MailboxSnapshot snapshot,
            Part part,
            InstantSource clock,
            Function<LabMessage, Outcome> script,
            Taker taker) {
        int total = snapshot.count();
        int end = (int) Math.min(total, (long) part.position() + part.limit());
        Instant until = clock.instant().plus(part.most());
        int tried = 0;
        for (int from = part.position(); from < end; from += PAGE) {
            int to = Math.min(end, from + PAGE);
            List<EmailId> ids =
                    IntStream.range(from, to)
                            .mapToObj(position -> snapshot.email(total - 1 - position))
                            .toList();
            Map<EmailId, StoredMessage> stored = new HashMap<>();
            mailboxes.messages(ids).forEach(message -> stored.put(message.id(), message));
            for (int position = from; position < to; position++) {
                StoredMessage message = stored.get(ids.get(position - from));
                if (message == null) {
                    continue; // expunged meanwhile
                }
                try (LabMessage read = new LabMessage(mailboxes.octets(message), message)) {
                    taker.take(message, script.apply(read));
                }
                tried++;
                if (position + 1 < end && !clock.instant().isBefore(until)) {
                    return new Preview(total, tried, OptionalInt.of(position + 1));
                }
            }
        }
        return new Preview(total, tried, OptionalInt.empty());
    }
}
