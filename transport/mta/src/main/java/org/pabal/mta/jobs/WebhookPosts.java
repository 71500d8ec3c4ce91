// SPDX-License-Identifier: Apache-2.0
package org.pabal.mta.jobs;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.pabal.directory.Account;
import org.pabal.mda.LaterJob.Work;
import org.pabal.mta.queue.Diagnosis;
import org.pabal.mta.queue.QueueEntry;
import org.pabal.storage.Change;

/// Tells webhooks of new mail. Safe for use by many threads; blocks.
public interface WebhookPosts {

    Told tell(Work.Hook work, QueueEntry entry, Account account);

    /// What became of a notification.
    ///
    /// @param found of class 2 when it needs no other try, of class 4 when it is worth one
    /// @param memory changes to the account's space, for the commit that records the outcome
    /// @param reached false when no server answered
    /// @param pause until the next try
    record Told(Diagnosis found, List<Change> memory, boolean reached, Optional<Duration> pause) {
        public Told {
            memory = List.copyOf(memory);
        }

        /// Nothing was sent, and nothing is to be.
        public static Told needless(String why) {
            return new Told(Diagnosis.ours("2.0.0", why), List.of(), true, Optional.empty());
        }
    }
}
