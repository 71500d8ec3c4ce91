// SPDX-License-Identifier: Apache-2.0
package org.pabal.mailauth.dkim;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// The keys of one message being looked up, each name once, all at the same time on threads of their
/// own while the body comes in. Of one thread.
final class KeyLookups {
    private final DkimKeys keys;
    private final InstantSource clock;
    private final Instant until;
    private final int maxNames;
    private final Map<String, FutureTask<KeyAnswer>> asked = new HashMap<>();

    /// @param maxNames that are asked for; others are answered with a refusal
    KeyLookups(DkimKeys keys, Duration budget, int maxNames, InstantSource clock) {
        this.keys = keys;
        this.clock = clock;
        this.until = clock.instant().plus(budget);
        this.maxNames = maxNames;
    }

    void begin(String name) {
        if (!asked.containsKey(name) && asked.size() < maxNames) {
            FutureTask<KeyAnswer> task = new FutureTask<>(() -> keys.ask(name));
            asked.put(name, task);
            Thread.ofVirtual().name("dkim-key").start(task);
        }
    }

    /// Waits for the answer as long as the budget goes.
    KeyAnswer answer(String name) {
        FutureTask<KeyAnswer> task = asked.get(name);
        if (task == null) {
            return new KeyAnswer.None(
                    DkimResult.POLICY, "more than " + maxNames + " keys to ask for");
        }
        try {
            long left = Math.max(0, Duration.between(clock.instant(), until).toMillis());
            return task.get(left, TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            task.cancel(true);
            return failed("no answer for the key in time");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return failed("interrupted while waiting for the key");
        } catch (ExecutionException | java.util.concurrent.CancellationException e) {
            return failed("no answer for the key: " + e.getMessage());
        }
    }

    private static KeyAnswer failed(String reason) {
        return new KeyAnswer.None(DkimResult.TEMPERROR, reason);
    }
}
