// SPDX-License-Identifier: Apache-2.0
package org.pabal.dns;

import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;

/// Asks another until so much was asked or so much time is over. Its time begins when it is made. A
/// question that is cut off goes on alone, so that its answer is there for the next who asks.
final class BudgetedResolver implements Resolver {

    private final Resolver resolver;
    private final AtomicInteger left;
    private final Duration time;
    private final LongSupplier nanos;
    private final long until;

    BudgetedResolver(Resolver resolver, int questions, Duration time, LongSupplier nanos) {
        this.resolver = resolver;
        this.left = new AtomicInteger(questions);
        this.time = time;
        this.nanos = nanos;
        this.until = nanos.getAsLong() + time.toNanos();
    }

    @Override
    public <T> Lookup<T> look(Question<T> question) {
        if (left.getAndUpdate(now -> Math.max(0, now - 1)) == 0) {
            return Lookup.failed(question, "this work asks the DNS for too much");
        }
        long remaining = until - nanos.getAsLong();
        if (remaining <= 0) {
            return late(question);
        }
        var asking = new FutureTask<>(() -> resolver.look(question));
        Thread.ofVirtual().name("dns-budget").start(asking);
        try {
            return asking.get(remaining, TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            return late(question);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Lookup.failed(question, "interrupted");
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        }
    }

    private <T> Lookup<T> late(Question<T> question) {
        return Lookup.failed(
                question,
                "no answer for " + question + " within " + time.toSeconds() + " s in all");
    }
}
