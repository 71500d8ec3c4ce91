// SPDX-License-Identifier: Apache-2.0
package org.pabal.cluster.move;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/// How far a move has come, as far as it is known in memory. Safe for use by many threads.
final class Progress {
    final AtomicLong records = new AtomicLong();
    final AtomicLong messages = new AtomicLong();
    final AtomicLong octets = new AtomicLong();
    final AtomicLong rounds = new AtomicLong();
    private volatile long expectedMessages;
    private volatile long expectedOctets;
    private volatile Duration frozen = Duration.ZERO;
    private volatile Optional<String> trouble = Optional.empty();

    /// How large the account was when the copy began.
    void expect(long allMessages, long allOctets) {
        expectedMessages = allMessages;
        expectedOctets = allOctets;
    }

    long expectedMessages() {
        return expectedMessages;
    }

    long expectedOctets() {
        return expectedOctets;
    }

    /// For how long the account was not available.
    Duration frozen() {
        return frozen;
    }

    void frozen(Duration time) {
        frozen = time;
    }

    /// Why it does not go on just now.
    Optional<String> trouble() {
        return trouble;
    }

    void trouble(String reason) {
        trouble = Optional.of(reason);
    }

    void noTrouble() {
        trouble = Optional.empty();
    }
}
