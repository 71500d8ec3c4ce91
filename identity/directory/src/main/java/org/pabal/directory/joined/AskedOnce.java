// SPDX-License-Identifier: Apache-2.0
package org.pabal.directory.joined;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.pabal.message.UnavailableException;

/// Of many who ask the same at once one does, and the others wait for its answer.
final class AskedOnce<Q, A> {

    /// So long wait those who did not ask themselves: longer than any source takes.
    private static final Duration MAX_WAIT = Duration.ofSeconds(60);

    private final String source;
    private final ConcurrentHashMap<Q, CompletableFuture<A>> asked = new ConcurrentHashMap<>();

    /// @param source whose name it is, for messages
    AskedOnce(String source) {
        this.source = source;
    }

    A ask(Q question, Supplier<A> answering) {
        CompletableFuture<A> own = new CompletableFuture<>();
        CompletableFuture<A> others = asked.putIfAbsent(question, own);
        if (others != null) {
            return await(others);
        }
        try {
            A answer = answering.get();
            own.complete(answer);
            return answer;
        } catch (Throwable e) {
            own.completeExceptionally(e);
            throw e;
        } finally {
            asked.remove(question, own);
        }
    }

    private A await(CompletableFuture<A> others) {
        try {
            return others.get(MAX_WAIT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException unchecked
                    ? unchecked
                    : new IllegalStateException("a question failed", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw silent(e);
        } catch (TimeoutException e) {
            throw silent(e);
        }
    }

    private UnavailableException silent(Exception cause) {
        return new UnavailableException(
                "the directory " + source + " did not answer in time", cause);
    }
}
