// SPDX-License-Identifier: Apache-2.0
package org.pabal.directory.joined;

import com.github.benmanes.caffeine.cache.Ticker;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.pabal.directory.source.UnusableEntryException;
import org.pabal.message.UnavailableException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Lets a bounded number of questions through to a source at once, and after some failures in a row
/// none for a while, so that a dead source costs a mail microseconds and not a time limit.
///
/// | state | a question | ends |
/// |---|---|---|
/// | open | is asked | after {@link #FAILURES} without an answer in a row: shut |
/// | shut | fails at once | after 1 s, twice as long each time, 30 s at most: one is tried |
/// | trying | one is asked, the others fail at once | by its answer: open, or shut again |
final class Gate {
    private static final Logger LOG = LoggerFactory.getLogger(Gate.class);

    /// One may be bad luck with a connection that the source had closed.
    static final int FAILURES = 3;

    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
    private static final int MAX_DOUBLINGS = 5;
    private static final Duration MAX_PAUSE = Duration.ofSeconds(30);

    /// How long a question waits until it is asked, and how many do.
    private static final Duration MAX_WAIT = Duration.ofSeconds(5);

    private static final int MAX_WAITING = 1_000;

    private final String name;
    private final String what;
    private final Semaphore places;
    private final Ticker ticker;

    // Guarded by this.
    private int failures;
    private int pauses;
    private boolean shut;
    private boolean trying;
    private long nextTry;
    private String reason = "";

    /// @param what is asked, for the log: `find`, `verify`
    Gate(String name, String what, int places, Ticker ticker) {
        this.name = name;
        this.what = what;
        this.places = new Semaphore(places, true);
        this.ticker = ticker;
    }

    /// @throws UnavailableException also when it is not asked at all
    <T> T ask(Supplier<T> question) {
        boolean tried = enter();
        boolean waits = false;
        try {
            takePlace();
            waits = true;
            T answer = question.get();
            answered();
            return answer;
        } catch (UnusableEntryException answersAllTheSame) {
            answered();
            throw answersAllTheSame;
        } catch (UnavailableException silent) {
            if (waits) {
                failed(silent);
            }
            throw silent;
        } finally {
            if (waits) {
                places.release();
            }
            if (tried) {
                tryEnds();
            }
        }
    }

    /// @return true for the one that is tried
    private synchronized boolean enter() {
        if (!shut) {
            return false;
        }
        long now = ticker.read();
        if (trying || now - nextTry < 0) {
            throw new UnavailableException(
                    "the directory "
                            + name
                            + " is not asked for now, it does not answer: "
                            + reason);
        }
        trying = true;
        return true;
    }

    private void takePlace() {
        if (places.tryAcquire()) {
            return;
        }
        try {
            if (places.getQueueLength() < MAX_WAITING
                    && places.tryAcquire(MAX_WAIT.toMillis(), TimeUnit.MILLISECONDS)) {
                return;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        throw new UnavailableException(
                "the directory "
                        + name
                        + " has too many questions to answer; it may take more at once by"
                        + " max-questions");
    }

    private synchronized void answered() {
        if (shut) {
            LOG.info("event=directory-answers directory={} question={}", name, what);
        }
        failures = 0;
        pauses = 0;
        shut = false;
    }

    private synchronized void failed(UnavailableException silent) {
        reason = String.valueOf(silent.getMessage());
        failures++;
        if (shut ? trying : failures >= FAILURES) {
            Duration pause = FIRST_PAUSE.multipliedBy(1L << Math.min(pauses++, MAX_DOUBLINGS));
            if (!shut) {
                LOG.warn(
                        "event=directory-silent directory={} question={} reason={}",
                        name,
                        what,
                        reason);
            }
            shut = true;
            Duration bounded = pause.compareTo(MAX_PAUSE) > 0 ? MAX_PAUSE : pause;
            nextTry = ticker.read() + bounded.toNanos();
        }
    }

    private synchronized void tryEnds() {
        trying = false;
    }

    /// Why nothing is asked for now.
    synchronized Optional<String> trouble() {
        return shut ? Optional.of(reason) : Optional.empty();
    }

    /// The next question is asked.
    synchronized void retryNow() {
        nextTry = ticker.read();
    }
}
