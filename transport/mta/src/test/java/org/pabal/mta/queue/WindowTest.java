// SPDX-License-Identifier: Apache-2.0
package org.pabal.mta.queue;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class WindowTest {
    private final Window window = new Window(5, 20);

    @Test
    void itGrowsWithEachSuccessUntilItHasShrunk() {
        succeed(15);
        assertThat(window.size()).isEqualTo(20);
        succeed(10);
        assertThat(window.size()).isEqualTo(20);
        assertThat(window.failed(30, 40)).isFalse();
        assertThat(window.size()).isEqualTo(10);
        succeed(11);
        assertThat(window.size()).as("a windowful later").isEqualTo(11);
    }

    @Test
    void whatWasUnderWayWhenItShrankDoesNotCountAgain() {
        succeed(15);
        assertThat(window.failed(30, 40)).isFalse();
        for (int attempt = 31; attempt <= 40; attempt++) {
            assertThat(window.failed(attempt, 45)).isFalse();
        }
        assertThat(window.size()).isEqualTo(10);
        assertThat(window.failed(41, 45)).isFalse();
        assertThat(window.size()).isEqualTo(5);
    }

    @Test
    void withoutAnySuccessTheFirstFailureIsTheEnd() {
        assertThat(window.failed(1, 5)).isTrue();
        assertThat(window.size()).isEqualTo(1);
        assertThat(window.failed(2, 5)).as("the same cohort").isFalse();
        assertThat(window.failed(6, 6)).as("the probe").isTrue();
        succeed(4);
        assertThat(window.size()).isEqualTo(5);
    }

    @Test
    void failuresWithoutSuccessesBetweenThemEndAtOne() {
        succeed(15);
        int failures = 1;
        for (int attempt = 100; !window.failed(attempt, attempt); attempt++) {
            failures++;
        }
        assertThat(failures).isEqualTo(5);
    }

    private void succeed(int times) {
        for (int i = 0; i < times; i++) {
            window.succeeded();
        }
    }
}
