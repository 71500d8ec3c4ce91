// SPDX-License-Identifier: Apache-2.0
package org.pabal.filter.judging;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.pabal.filter.Advice;
import org.pabal.filter.FilterObserver;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Others who are asked about one mail, all at the same time, each on a virtual thread of its own. For
/// one thread.
final class Consultation {
    private static final Logger LOG = LoggerFactory.getLogger(Consultation.class);

    private final String mailId;
    private final FilterObserver observer;

    /// For those who keep a longer time themselves and have something to say when it is over.
    private static final Duration GRACE = Duration.ofSeconds(1);

    private final long begun = System.nanoTime();
    private final long nanos;
    private final List<Asked> asked = new ArrayList<>(0);

    private record Asked(
            String name,
            long nanos,
            FutureTask<Advice> task,
            Thread thread,
            Function<Throwable, Advice> broken) {}

    Consultation(String mailId, FilterObserver observer, long nanos) {
        this.mailId = mailId;
        this.observer = observer;
        this.nanos = nanos;
    }

    /// @param patience with this one, where it is longer than with all
    /// @param broken what is said in its place when it throws or is late
    void ask(
            String name,
            Duration patience,
            Callable<Advice> question,
            Function<Throwable, Advice> broken) {
        FutureTask<Advice> task = new FutureTask<>(question);
        Thread thread = Thread.ofVirtual().name("filter-" + name).start(task);
        long own = patience.isZero() ? 0 : patience.plus(GRACE).toNanos();
        asked.add(new Asked(name, Math.max(nanos, own), task, thread, broken));
    }

    /// What they say, in the order in which they were asked; for whoever is late or fails, what is to
    /// be said in that case.
    List<Advice> answers() {
        List<Advice> answers = new ArrayList<>(asked.size());
        for (Asked each : asked) {
            answers.add(answer(each));
        }
        return answers;
    }

    private Advice answer(Asked each) {
        try {
            long left = Math.max(0, begun + each.nanos - System.nanoTime());
            return each.task.get(left, TimeUnit.NANOSECONDS);
        } catch (TimeoutException late) {
            each.thread.interrupt();
            observer.late(each.name);
            LOG.warn("mail={} event=adviser-late name={}", mailId, each.name);
            return each.broken.apply(late);
        } catch (ExecutionException bug) {
            Throwable cause = bug.getCause() == null ? bug : bug.getCause();
            observer.failed(each.name);
            LOG.error("mail={} event=adviser-failed name={}", mailId, each.name, cause);
            return each.broken.apply(cause);
        } catch (InterruptedException stopped) {
            asked.forEach(other -> other.thread.interrupt());
            Thread.currentThread().interrupt();
            return each.broken.apply(stopped);
        }
    }
}
