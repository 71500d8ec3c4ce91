// SPDX-License-Identifier: Apache-2.0
package org.pabal.sasl;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// THREATS A07.
class FailedLoginsTest {
    private static final InetAddress ATTACKER = InetAddress.ofLiteral("192.0.2.1");

    private Instant now = Instant.parse("2026-01-01T00:00:00Z");
    private final FailedLogins failed = new FailedLogins(() -> now, 10);

    private List<Long> delays(int count, String source) {
        InetAddress address = InetAddress.ofLiteral(source);
        return IntStream.range(0, count).mapToObj(_ -> failed.failed(address).toSeconds()).toList();
    }

    @Test
    void theFirstAreFreeThenEachIsSlower() {
        assertThat(delays(12, "192.0.2.1"))
                .containsExactly(0L, 0L, 0L, 0L, 0L, 1L, 2L, 4L, 8L, 16L, 30L, 30L);
    }

    @Test
    void twentyInAnHourAreEnough() {
        assertThat(delays(19, "192.0.2.1")).hasSize(19);
        assertThat(failed.isTurnedAway(ATTACKER)).isFalse();
        assertThat(delays(1, "192.0.2.1")).containsExactly(30L);
        assertThat(failed.isTurnedAway(ATTACKER)).isTrue();
        assertThat(failed.isTurnedAway(InetAddress.ofLiteral("192.0.2.2"))).isFalse();
        now = now.plus(Duration.ofHours(1));
        assertThat(failed.isTurnedAway(ATTACKER)).isFalse();
        assertThat(delays(1, "192.0.2.1")).containsExactly(0L);
    }

    @Test
    void theIpv6NetworkOfACustomerIsOneSource() {
        for (int i = 0; i < 20; i++) {
            assertThat(delays(1, "2001:db8:1:2::" + i)).hasSize(1);
        }
        assertThat(failed.isTurnedAway(InetAddress.ofLiteral("2001:db8:1:2:ffff::1"))).isTrue();
        assertThat(failed.isTurnedAway(InetAddress.ofLiteral("2001:db8:1:3::1"))).isFalse();
    }

    @Test
    void loopbackIsSlowedDownButHeard() {
        assertThat(delays(100, "127.0.0.1")).endsWith(30L);
        assertThat(failed.isTurnedAway(InetAddress.ofLiteral("127.0.0.1"))).isFalse();
    }

    @Test
    void aFloodOfSourcesMakesNewOnesWait() {
        for (int i = 0; i < 10; i++) {
            assertThat(delays(1, "198.51.100." + i)).containsExactly(0L);
        }
        assertThat(delays(1, "192.0.2.1")).containsExactly(30L);
        now = now.plus(Duration.ofHours(1));
        assertThat(delays(1, "192.0.2.1")).containsExactly(0L);
    }

    @Test
    void aClockSetBackForgets() {
        assertThat(delays(20, "192.0.2.1")).hasSize(20);
        now = now.minus(Duration.ofDays(3650));
        assertThat(failed.isTurnedAway(ATTACKER)).isFalse();
    }
}
