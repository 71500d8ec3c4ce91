// SPDX-License-Identifier: Apache-2.0
package org.pabal.mta.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.pabal.testkit.FakeClock;

final class MailIdTest {

    @Test
    void everyIdIsItsTextAndBack() {
        Random random = new Random(7);
        for (int i = 0; i < 10_000; i++) {
            MailId id = new MailId(random.nextLong() & 0xFFFF_FFFF_FFFFL, random.nextInt());
            String text = id.toString();
            assertEquals(16, text.length());
            assertEquals(Optional.of(id), MailId.parse(text));
            assertEquals(Optional.of(id), MailId.parse(text.toLowerCase(Locale.ROOT)));
        }
    }

    @Test
    void othersAreNoIds() {
        for (String text : new String[] {"", "0", "I123456789ABCDEF", "0123456789ABCDE ", "가"}) {
            assertEquals(Optional.empty(), MailId.parse(text), text);
        }
    }

    @Test
    void idsAscendWhateverTheClockDoes() {
        FakeClock clock = FakeClock.at("2026-03-01T09:00:00Z");
        Random random = new Random(8);
        MailIds ids = new MailIds(clock, random);
        MailId last = ids.next();
        for (int i = 0; i < 10_000; i++) {
            clock.advance(Duration.ofMillis(random.nextInt(5) - 2));
            MailId next = ids.next();
            assertTrue(last.compareTo(next) < 0);
            assertTrue(last.toString().compareTo(next.toString()) < 0, "text order is time order");
            last = next;
        }
    }
}
