// SPDX-License-Identifier: Apache-2.0
package org.pabal.mta.reception;

import java.util.Optional;
import org.pabal.message.Domain;
import org.pabal.mta.queue.Intervened;
import org.pabal.mta.queue.Intervention;
import org.pabal.mta.queue.Queue;
import org.pabal.mta.queue.QueueFilter;
import org.pabal.mta.queue.QueueFilter.Which;
import org.pabal.mta.queue.QueueId;
import org.pabal.smtp.SmtpReply;

/// What waits for a node is tried at once because it says that it is there. RFC 1985. Safe for use
/// by many threads.
final class NodeQueues {
    /// Each looks at a bounded number of entries; the rest of a longer queue comes in its own time.
    private static final int MOST_CALLS = 100;

    private final Queue queue;

    NodeQueues(Queue queue) {
        this.queue = queue;
    }

    /// Entries that an operator holds stay held.
    ///
    /// @param node a domain; the other forms of RFC 1985 §5.2 are not served
    SmtpReply start(String node) {
        if (Domain.parse(node).isEmpty()) {
            return SmtpReply.of(459, "4.5.4", "This node is not served, name a domain");
        }
        QueueFilter waiting =
                new QueueFilter(
                        Optional.empty(),
                        Optional.of("@" + node),
                        Optional.empty(),
                        Which.NOT_HELD);
        int started = 0;
        Optional<QueueId> next = Optional.empty();
        for (int call = 0; call == 0 || next.isPresent() && call < MOST_CALLS; call++) {
            Intervened done = queue.intervene(waiting, new Intervention.Retry(), next);
            started += done.done().size() + done.inUse().size();
            next = done.next();
        }
        return started == 0
                ? SmtpReply.of(250, "2.0.0", "Queuing for " + node + " started")
                : SmtpReply.of(253, "2.0.0", started + " mails for " + node + " are started");
    }
}
