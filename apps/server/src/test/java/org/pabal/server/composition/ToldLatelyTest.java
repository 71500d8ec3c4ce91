// SPDX-License-Identifier: Apache-2.0
package org.pabal.server.composition;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class ToldLatelyTest {
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

    private final ToldLately told = new ToldLately();

    @Test
    void itIsToldOnceADay() {
        assertThat(told.isDue("bob", NOW)).isTrue();
        assertThat(told.isDue("bob", NOW.plus(ToldLately.ONCE_IN).minusMillis(1))).isFalse();
        assertThat(told.isDue("alice", NOW)).isTrue();
        assertThat(told.isDue("bob", NOW.plus(ToldLately.ONCE_IN))).isTrue();
        assertThat(told.isDue("bob", NOW.plus(ToldLately.ONCE_IN))).isFalse();
    }

    @Test
    void ofVeryManyTheOldestAreForgotten() {
        assertThat(told.isDue("bob", NOW)).isTrue();
        for (int i = 0; i < ToldLately.MAX_REMEMBERED; i++) {
            assertThat(told.isDue("other" + i, NOW)).isTrue();
        }
        assertThat(told.isDue("other1", NOW)).isFalse();
        assertThat(told.isDue("bob", NOW)).isTrue();
    }
}
