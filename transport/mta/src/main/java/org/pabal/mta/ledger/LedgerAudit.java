// SPDX-License-Identifier: Apache-2.0
package org.pabal.mta.ledger;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.pabal.mta.ledger.Story.Copy;

/// Proves that every promise was kept: each recipient of each accepted mail has exactly one end, or
/// waits in the queue. Reads only, mail by mail; safe for use by many threads.
public final class LedgerAudit {
    private static final int MAX_FINDINGS = 1_000;

    private final Ledger ledger;
    private final Waiting waiting;

    public LedgerAudit(Ledger ledger, Waiting waiting) {
        this.ledger = ledger;
        this.waiting = waiting;
    }

    /// Asks the queue.
    public interface Waiting {
        /// Whether something is still to be done for a copy.
        boolean waits(String queueId, String address);
    }

    /// @param problem one sentence
    public record Finding(MailId mail, String recipient, String problem) {}

    /// @param mails that were looked at
    /// @param findings at most a thousand
    public record Report(long mails, long recipients, List<Finding> findings) {}

    /// Looks at the mails that came at `from <= time < to`. Those of the last minute may still be
    /// on their way from one record to the next.
    public Report check(Instant from, Instant to) {
        Count count = new Count();
        ledger.eachMail(from, to, records -> check(Story.of(records), count));
        return new Report(count.mails, count.recipients, List.copyOf(count.findings));
    }

    private static final class Count {
        private long mails;
        private long recipients;
        private final List<Finding> findings = new ArrayList<>();
    }

    private void check(Story story, Count count) {
        count.mails++;
        count.recipients += story.copies().size();
        for (Copy copy : story.copies()) {
            if (count.findings.size() < MAX_FINDINGS) {
                problem(story.mail(), copy)
                        .map(problem -> new Finding(story.mail(), copy.recipient(), problem))
                        .ifPresent(count.findings::add);
            }
        }
    }

    private Optional<String> problem(MailId mail, Copy copy) {
        if (!copy.ends().isEmpty()) {
            return copy.isEndedOnce()
                    ? Optional.empty()
                    : Optional.of("it has " + copy.ends().size() + " ends");
        }
        if (waiting.waits(copy.queueId(), copy.address()) || endedMeanwhile(mail, copy)) {
            return Optional.empty();
        }
        return Optional.of("it has no end and does not wait in the queue");
    }

    /// The queue is asked after the ledger was read: what ended in between is found by reading again.
    private boolean endedMeanwhile(MailId mail, Copy copy) {
        return Story.of(ledger.of(mail)).copies().stream()
                .anyMatch(again ->
                        again.recipient().equals(copy.recipient())
                                && again.address().equals(copy.address())
                                && again.queueId().equals(copy.queueId())
                                && !again.ends().isEmpty());
    }
}
