// SPDX-License-Identifier: Apache-2.0
package org.pabal.imap.search.order;

import java.io.IOException;
import java.util.List;
import org.pabal.imap.search.SearchView;
import org.pabal.imap.state.Progress;

/// Puts messages in the order of some criteria; equal ones by their number. RFC 5256 §3.
public final class MailboxSort {
    private MailboxSort() {}

    /// @param found indexes, ascending
    /// @return the same in order
    public static int[] sort(
            SearchView view, int[] found, List<SortCriterion> criteria, Progress progress)
            throws IOException {
        SortKeys keys = SortKeys.read(view, found, criteria, progress);
        int[] places = new int[found.length];
        for (int at = 0; at < places.length; at++) {
            places[at] = at;
        }
        MergeSort.sort(places, keys::compare);
        int[] sorted = new int[found.length];
        for (int at = 0; at < sorted.length; at++) {
            sorted[at] = found[places[at]];
        }
        return sorted;
    }

    /// Whether one message comes before another one.
    public static boolean isBefore(
            SearchView view, int one, int other, List<SortCriterion> criteria) throws IOException {
        int[] both = {Math.min(one, other), Math.max(one, other)};
        SortKeys keys = SortKeys.read(view, both, criteria, Progress.NONE);
        int order = keys.compare(one < other ? 0 : 1, one < other ? 1 : 0);
        return order == 0 ? one < other : order < 0;
    }
}
