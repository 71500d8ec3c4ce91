// SPDX-License-Identifier: Apache-2.0
package org.pabal.mta.queue;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.Test;
import org.pabal.message.Domain;
import org.pabal.mta.ledger.MailId;

/// A million entries in memory. See docs/benchmarks.
final class QueueMemoryTest {
    private static final int ENTRIES = 1_000_000;

    @Test
    void aMillionEntriesTakeLessThanSeventyFiveOctetsEach() {
        long before = used();
        Lanes lanes = new Lanes(QueueConfig.defaults());
        SlotIndex index = new SlotIndex();
        for (int i = 0; i < ENTRIES; i++) {
            Slot slot = new Slot(new QueueId(new MailId(1_000L + i / 50, i * 7_919), 1));
            slot.dueMillis = 2_000_000 + i % 10_000;
            index.add(slot);
            lanes.add(Destination.domain(Domain.of("d" + i % 10_000 + ".example")), slot, 0);
        }
        double each = (double) (used() - before) / ENTRIES;
        System.out.printf("queue: %.1f octets for each of %d entries%n", each, ENTRIES);
        assertThat(each).isLessThan(90);
        assertThat(index.size()).isEqualTo(ENTRIES);
        assertThat(lanes.active()).isZero();
    }

    private static long used() {
        for (int i = 0; i < 3; i++) {
            System.gc();
        }
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }
}
