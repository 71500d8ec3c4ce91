// SPDX-License-Identifier: Apache-2.0
package org.pabal.dns;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.pabal.dns.Resolver.Answer;
import org.pabal.dns.Resolver.Lookup;

class BudgetTest {

    private final ZoneResolver zone =
            ZoneResolver.of("a.example TXT \"x\"\nh.example A 192.0.2.1\n");

    /// THREATS D01, D08.
    @Test
    void floodEndsWhereTheBudgetDoes() {
        Resolver budgeted = zone.within(5, Duration.ofSeconds(60));
        assertThat(budgeted.txt("a.example")).isInstanceOf(Answer.Found.class);
        assertThat(budgeted.addresses("h.example")).isInstanceOf(Answer.Found.class);
        for (int i = 0; i < 1000; i++) {
            budgeted.txt("n" + i + ".example");
        }
        assertThat(zone.asked()).isEqualTo(5);
        assertThat(budgeted.txt("a.example")).isInstanceOf(Answer.Failed.class);
        assertThat(zone.within(1, Duration.ofSeconds(60)).txt("a.example"))
                .isInstanceOf(Answer.Found.class);
    }

    @Test
    void nothingIsAskedWhenTheTimeIsOver() {
        AtomicLong nanos = new AtomicLong();
        Resolver budgeted = new BudgetedResolver(zone, 100, Duration.ofSeconds(20), nanos::get);
        nanos.set(Duration.ofSeconds(20).toNanos() - 1_000_000_000);
        assertThat(budgeted.txt("a.example")).isInstanceOf(Answer.Found.class);
        nanos.addAndGet(1_000_000_000);
        assertThat(budgeted.txt("a.example"))
                .isEqualTo(new Answer.Failed<>("no answer for a.example TXT within 20 s in all"));
        assertThat(zone.asked()).isEqualTo(1);
    }

    @Test
    void waitingEndsWithTheTime() {
        CountDownLatch never = new CountDownLatch(1);
        Resolver silent =
                new Resolver() {
                    @Override
                    public <T> Lookup<T> look(Question<T> question) {
                        try {
                            never.await();
                        } catch (InterruptedException e) {
                            Thread.currentThread().interrupt();
                        }
                        return Lookup.failed(question, "never");
                    }
                };
        assertThat(silent.within(10, Duration.ofMillis(20)).txt("a.example"))
                .isInstanceOf(Answer.Failed.class);
        never.countDown();
    }
}
