// SPDX-License-Identifier: Apache-2.0
package org.pabal.mta.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.pabal.mta.policy.SourceRates.Kind;
import org.pabal.testkit.FakeClock;

final class SourceRatesTest {
    private final FakeClock clock = FakeClock.at("2026-03-01T09:00:00Z");
    private final SourceRates rates =
            new SourceRates(new SourceRates.Limits(Duration.ofMinutes(1), 2, 3, 4, 1_000), clock);

    private static InetAddress address(int number) {
        try {
            return InetAddress.getByAddress(ByteBuffer.allocate(4).putInt(number).array());
        } catch (UnknownHostException impossible) {
            throw new AssertionError(impossible);
        }
    }

    @Test
    void eachKindHasItsOwnLimit() {
        for (int i = 0; i < 2; i++) {
            assertTrue(rates.take(Kind.CONNECTION, address(1)));
        }
        assertFalse(rates.take(Kind.CONNECTION, address(1)));
        assertTrue(rates.take(Kind.MAIL, address(1)));
        assertTrue(rates.take(Kind.CONNECTION, address(2)));
        clock.advance(Duration.ofSeconds(59));
        assertFalse(rates.take(Kind.CONNECTION, address(1)), "refused ones do not prolong it");
        clock.advance(Duration.ofSeconds(1));
        assertTrue(rates.take(Kind.CONNECTION, address(1)));
    }

    @Test
    void aNetworkBringsNoMoreThanAFewSources() {
        SourceRates few =
                new SourceRates(
                        new SourceRates.Limits(Duration.ofMinutes(1), 10, 10, 10, 3), clock);
        int taken = 0;
        for (int i = 0; i < 100; i++) {
            taken += few.take(Kind.CONNECTION, address(0xC0000200 | i % 20)) ? 1 : 0;
        }
        assertEquals(30, taken);
        assertTrue(few.take(Kind.MAIL, address(0xC0000201)), "another kind");
        assertTrue(few.take(Kind.CONNECTION, address(0xC0000301)), "another network");
        clock.advance(Duration.ofMinutes(1));
        assertTrue(few.take(Kind.CONNECTION, address(0xC0000201)));
    }

    /// Rule 7 of THREATS §1.
    @Test
    void theTableIsBounded() {
        for (int i = 0; i < 250_000; i++) {
            assertTrue(rates.take(Kind.MAIL, address(i)));
        }
        assertEquals(100_000, rates.sources());
        assertTrue(rates.take(Kind.CONNECTION, address(1)));
        assertTrue(rates.take(Kind.CONNECTION, address(1)));
        assertFalse(rates.take(Kind.CONNECTION, address(1)), "those that are known stay counted");
        clock.advance(Duration.ofMinutes(1));
        assertTrue(rates.take(Kind.MAIL, address(300_000)));
        assertTrue(rates.sources() <= 2, "what is over was forgotten: " + rates.sources());
    }

    @Test
    void manyThreadsTakeNoMoreThanThereIs() throws InterruptedException {
        AtomicInteger taken = new AtomicInteger();
        Thread[] threads = new Thread[50];
        for (int i = 0; i < threads.length; i++) {
            threads[i] =
                    Thread.ofVirtual()
                            .start(() -> {
                                if (rates.take(Kind.RECIPIENT, address(1))) {
                                    taken.incrementAndGet();
                                }
                            });
        }
        for (Thread thread : threads) {
            thread.join();
        }
        assertEquals(4, taken.get());
    }
}
