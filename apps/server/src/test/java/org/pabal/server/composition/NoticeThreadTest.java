// SPDX-License-Identifier: Apache-2.0
package org.pabal.server.composition;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.pabal.message.UnavailableException;

class NoticeThreadTest {
    @Test
    void itGoesOnBehindWhatFails() throws InterruptedException {
        CountDownLatch reached = new CountDownLatch(1);
        try (NoticeThread thread = new NoticeThread("test-notice")) {
            thread.later(
                    "account=1",
                    () -> {
                        throw new UnavailableException("no store");
                    });
            thread.later(
                    "account=2",
                    () -> {
                        throw new IllegalStateException("a bug");
                    });
            thread.later("account=3", reached::countDown);
            assertThat(reached.await(10, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void whoeverHasSomethingToTellNeverWaits() throws InterruptedException {
        CountDownLatch entered = new CountDownLatch(1);
        CountDownLatch held = new CountDownLatch(1);
        CountDownLatch done = new CountDownLatch(1_000);
        AtomicInteger told = new AtomicInteger();
        try (NoticeThread thread = new NoticeThread("test-notice")) {
            thread.later(
                    "account=0",
                    () -> {
                        entered.countDown();
                        await(held);
                    });
            assertThat(entered.await(10, TimeUnit.SECONDS)).isTrue();
            for (int i = 0; i < 1_500; i++) {
                thread.later(
                        "account=1",
                        () -> {
                            told.incrementAndGet();
                            done.countDown();
                        });
            }
            held.countDown();
            assertThat(done.await(10, TimeUnit.SECONDS)).isTrue();
        }
        assertThat(told).hasValue(1_000);
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException end) {
            Thread.currentThread().interrupt();
        }
    }
}
