// SPDX-License-Identifier: Apache-2.0
package org.pabal.mailbox.state;

import java.util.Arrays;
import org.pabal.mailbox.SnapshotDelta;

/// Finds the difference between two states of one mailbox. Pages that both share are passed over.
final class SnapshotComparison {
    private final PageDirectory older;
    private final PageDirectory newer;
    private final Indexes expunged = new Indexes();
    private final Indexes changed = new Indexes();

    private SnapshotComparison(PageDirectory older, PageDirectory newer) {
        this.older = older;
        this.newer = newer;
    }

    /// @param olderUidNext everything from this UID on has arrived in between
    static SnapshotDelta compare(PageDirectory older, long olderUidNext, PageDirectory newer) {
        SnapshotComparison comparison = new SnapshotComparison(older, newer);
        comparison.walk();
        int arrived = newer.indexOf(olderUidNext);
        return new SnapshotDelta(
                comparison.expunged.toArray(),
                comparison.changed.toArray(),
                arrived >= 0 ? arrived : -arrived - 1);
    }

    private void walk() {
        int now = 0;
        for (int before = 0; before < older.pageCount(); before++) {
            MessagePage oldPage = older.page(before);
            while (now < newer.pageCount() && newer.page(now).number() < oldPage.number()) {
                now++;
            }
            if (now < newer.pageCount() && newer.page(now).number() == oldPage.number()) {
                comparePages(before, now);
            } else {
                for (int place = 0; place < oldPage.count(); place++) {
                    expunged.add(older.start(before) + place);
                }
            }
        }
    }

    private void comparePages(int before, int now) {
        MessagePage oldPage = older.page(before);
        MessagePage newPage = newer.page(now);
        if (isSame(oldPage, newPage)) {
            return;
        }
        int newPlace = 0;
        for (int place = 0; place < oldPage.count(); place++) {
            long uid = oldPage.uid(place);
            while (newPlace < newPage.count() && newPage.uid(newPlace) < uid) {
                newPlace++;
            }
            if (newPlace == newPage.count() || newPage.uid(newPlace) != uid) {
                expunged.add(older.start(before) + place);
            } else if (newPage.modSeq(newPlace) != oldPage.modSeq(place)) {
                changed.add(newer.start(now) + newPlace);
            }
        }
    }

    /// Every arrival and every change of flags raises the page's highest modseq, every expunge
    /// lowers its count; so this also knows pages again that were read from storage twice.
    @SuppressWarnings("ReferenceEquality") // the same page, not an equal one
    static boolean isSame(MessagePage oldPage, MessagePage newPage) {
        return oldPage == newPage
                || oldPage.count() == newPage.count()
                        && oldPage.highestModSeq() >= newPage.highestModSeq();
    }

    private static final class Indexes {
        private int[] indexes = new int[8];
        private int used;

        void add(int index) {
            if (used == indexes.length) {
                indexes = Arrays.copyOf(indexes, used * 2);
            }
            indexes[used++] = index;
        }

        int[] toArray() {
            return Arrays.copyOf(indexes, used);
        }
    }
}
