// SPDX-License-Identifier: Apache-2.0
package org.pabal.filter.connector;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.pabal.testkit.FakeClock;

class BreakerTest {
    private final FakeClock clock = FakeClock.at("2026-03-01T12:00:00Z");
    private final Breaker breaker =
            new Breaker(3, Duration.ofSeconds(10), Duration.ofSeconds(30), clock);

    @Test
    void failuresInARowBeginAPauseThatDoubles() {
        assertThat(breaker.failed("one")).isFalse();
        assertThat(breaker.answered()).isFalse();
        assertThat(breaker.failed("one")).isFalse();
        assertThat(breaker.failed("two")).isFalse();
        assertThat(breaker.mayAsk()).isTrue();
        assertThat(breaker.failed("three")).isTrue();
        assertThat(breaker.mayAsk()).isFalse();
        assertThat(breaker.trouble()).contains("three");

        clock.advance(Duration.ofSeconds(10));
        assertThat(breaker.mayAsk()).isTrue();
        assertThat(breaker.mayAsk()).as("one at a time").isFalse();
        assertThat(breaker.failed("four")).isFalse();
        clock.advance(Duration.ofSeconds(19));
        assertThat(breaker.mayAsk()).isFalse();
        clock.advance(Duration.ofSeconds(1));
        assertThat(breaker.mayAsk()).isTrue();
        assertThat(breaker.isClosed()).isFalse();
        assertThat(breaker.answered()).isTrue();
        assertThat(breaker.mayAsk()).isTrue();
        assertThat(breaker.trouble()).isEmpty();
    }

    @Test
    void whoeverDoesNotSayHowItWentHoldsNobodyUpForGood() {
        for (int i = 0; i < 3; i++) {
            breaker.failed("down");
        }
        clock.advance(Duration.ofSeconds(10));
        assertThat(breaker.mayAsk()).isTrue();
        clock.advance(Duration.ofSeconds(10));
        assertThat(breaker.mayAsk()).isTrue();
    }
}
