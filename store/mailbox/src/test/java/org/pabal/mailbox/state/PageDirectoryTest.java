// SPDX-License-Identifier: Apache-2.0
package org.pabal.mailbox.state;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.pabal.mailbox.Flags;
import org.pabal.mailbox.UidSet;

class PageDirectoryTest {
    private static final long LAST = 0xFFFF_FFFFL;

    private static MessageEntry entry(long uid) {
        return new MessageEntry(uid, uid + 1, uid + 1, uid, Flags.NONE, 10, 0, 0);
    }

    private static PageDirectory of(TreeSet<Long> uids) {
        return PageDirectory.EMPTY.with(
                PageDirectory.EMPTY.appended(uids.stream().map(PageDirectoryTest::entry).toList()));
    }

    private static TreeSet<Long> someUids(Random random) {
        TreeSet<Long> uids = new TreeSet<>();
        long uid = random.nextInt(300);
        for (int i = random.nextInt(400); i > 0; i--) {
            uid += 1 + (random.nextInt(10) == 0 ? random.nextInt(1000) : random.nextInt(3));
            uids.add(uid);
        }
        if (random.nextBoolean()) {
            uids.add(LAST);
        }
        return uids;
    }

    @Test
    void indexesAgreeWithASortedList() {
        Random random = new Random(1);
        for (int round = 0; round < 200; round++) {
            TreeSet<Long> uids = someUids(random);
            PageDirectory directory = of(uids);
            List<Long> list = List.copyOf(uids);
            assertThat(directory.count()).isEqualTo(list.size());
            for (int i = 0; i < 50; i++) {
                long uid = i == 0 ? LAST + 1 : i == 1 ? Long.MAX_VALUE : random.nextInt(5000);
                int expected = java.util.Collections.binarySearch(list, uid);
                assertThat(directory.indexOf(uid)).as("round " + round).isEqualTo(expected);
            }
            for (int index = 0; index < list.size(); index++) {
                int at = directory.pageAt(index);
                assertThat(directory.page(at).uid(index - directory.start(at)))
                        .isEqualTo(list.get(index));
            }
        }
    }

    @Test
    void aSetIsVisitedOnceAndInOrder() {
        Random random = new Random(2);
        for (int round = 0; round < 200; round++) {
            TreeSet<Long> uids = someUids(random);
            List<UidSet.Range> ranges = new ArrayList<>();
            for (int i = random.nextInt(5); i > 0; i--) {
                long first = random.nextInt(5000);
                ranges.add(new UidSet.Range(first, first + random.nextInt(2000)));
            }
            ranges.add(new UidSet.Range(LAST - 5, Long.MAX_VALUE - 1));
            UidSet set = UidSet.ofRanges(ranges);
            List<Long> visited = new ArrayList<>();
            of(uids).visit(
                            set,
                            (page, from, to) -> {
                                for (int place = from; place < to; place++) {
                                    visited.add(page.uid(place));
                                }
                            });
            assertThat(visited)
                    .as("round " + round)
                    .isEqualTo(uids.stream().filter(set::contains).toList());
        }
    }

    @Test
    void exchangedPagesKeepTheOthers() {
        Random random = new Random(3);
        for (int round = 0; round < 200; round++) {
            TreeSet<Long> uids = someUids(random);
            PageDirectory before = of(uids);
            List<MessagePage> changed = new ArrayList<>();
            for (int at = 0; at < before.pageCount(); at++) {
                if (random.nextInt(3) == 0) {
                    MessagePage page = before.page(at);
                    boolean[] gone = new boolean[page.count()];
                    for (int place = 0; place < gone.length; place++) {
                        gone[place] = random.nextInt(4) > 0;
                        if (gone[place]) {
                            uids.remove(page.uid(place));
                        }
                    }
                    changed.add(page.without(gone));
                }
            }
            PageDirectory after = before.with(changed);
            List<Long> left = new ArrayList<>();
            for (int at = 0; at < after.pageCount(); at++) {
                assertThat(after.start(at)).isEqualTo(left.size());
                assertThat(after.page(at).count()).isPositive();
                for (int place = 0; place < after.page(at).count(); place++) {
                    left.add(after.page(at).uid(place));
                }
            }
            assertThat(left).as("round " + round).isEqualTo(List.copyOf(uids));
        }
    }
}
