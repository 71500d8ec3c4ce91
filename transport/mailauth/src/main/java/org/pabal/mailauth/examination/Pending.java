// SPDX-License-Identifier: Apache-2.0
package org.pabal.mailauth.examination;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

/// A question to the DNS that is being answered on a thread of its own.
final class Pending<T> {
    private final FutureTask<T> task;
    private final Function<String, T> withoutAnswer;

    private Pending(FutureTask<T> task, Function<String, T> withoutAnswer) {
        this.task = task;
        this.withoutAnswer = withoutAnswer;
    }

    /// @param withoutAnswer what is found when there is no answer, with the reason
    static <T> Pending<T> begin(
            String name, Callable<T> question, Function<String, T> withoutAnswer) {
        FutureTask<T> task = new FutureTask<>(question);
        Thread.ofVirtual().name(name).start(task);
        return new Pending<>(task, withoutAnswer);
    }

    /// The answer, or what stands for it when it takes longer. May be asked again.
    T get(Duration patience) {
        try {
            return task.get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException slow) {
            return withoutAnswer.apply("no answer within " + patience.toSeconds() + " seconds");
        } catch (ExecutionException broken) {
            return withoutAnswer.apply("the check broke off: " + broken.getCause());
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            return withoutAnswer.apply("interrupted");
        }
    }

    /// Nobody wants to know any more.
    void cancel() {
        task.cancel(true);
    }
}
