// SPDX-License-Identifier: Apache-2.0
package org.pabal.mailbox.state;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.pabal.mailbox.Flags;

/// What an open mailbox takes in memory.
class PageMemoryTest {
    private static final int MESSAGES = 1_000_000;
    private static final int MOST_OCTETS_EACH = 26;
    private static final long SEED = 4;

    /// Mail of years: some of it gone, some flagged, other mailboxes' mail in between.
    @Test
    void aMillionMessages() {
        long before = used();
        PageDirectory mailbox = mailbox(new Random(SEED));
        long each = (used() - before) / MESSAGES;
        assertThat(each).isLessThanOrEqualTo(MOST_OCTETS_EACH);
        assertThat(mailbox.count()).isEqualTo(MESSAGES);
    }

    private static PageDirectory mailbox(Random random) {
        Flags[] sets = {Flags.of(Flags.SEEN), Flags.NONE, Flags.of(Flags.SEEN, Flags.FLAGGED)};
        List<MessagePage> pages = new ArrayList<>();
        MessagePage.Builder page = new MessagePage.Builder(0);
        int number = 0;
        long uid = 0;
        long email = 0;
        long date = 1_500_000_000;
        for (int i = 0; i < MESSAGES; i++) {
            uid += random.nextInt(10) == 0 ? 2 : 1;
            email += 1 + random.nextInt(3);
            date += random.nextInt(2_000);
            if (MessagePage.numberOf(uid) != number) {
                pages.add(page.build());
                number = MessagePage.numberOf(uid);
                page = new MessagePage.Builder(number);
            }
            Flags flags = sets[random.nextInt(20) == 0 ? 1 + random.nextInt(2) : 0];
            int size = 1_000 + random.nextInt(100_000);
            long thread = Math.max(1, email - (random.nextInt(3) > 0 ? 0 : random.nextInt(9_000)));
            long modSeq = email + random.nextInt(1_000);
            page.add(uid, email, thread, modSeq, flags, size, date, date + 1);
        }
        pages.add(page.build());
        return PageDirectory.of(pages);
    }

    private static long used() {
        Runtime runtime = Runtime.getRuntime();
        for (int i = 0; i < 3; i++) {
            System.gc();
        }
        return runtime.totalMemory() - runtime.freeMemory();
    }
}
