// SPDX-License-Identifier: Apache-2.0
package org.pabal.imap.search.order;

import java.util.ArrayList;
import java.util.List;
import org.pabal.imap.syntax.ImapParser;
import org.pabal.imap.syntax.ImapSyntaxException;

/// One of the keys of SORT. RFC 5256 §3; DISPLAYFROM and DISPLAYTO: RFC 5957 §3.
public record SortCriterion(Key key, Direction direction) {
    /// So many are more than there are keys, and every one after the first of its kind is idle.
    private static final int MAX = 32;

    /// By what.
    public enum Key {
        ARRIVAL,
        CC,
        DATE,
        DISPLAYFROM,
        DISPLAYTO,
        FROM,
        SIZE,
        SUBJECT,
        TO
    }

    /// REVERSE turns one key around, not the ones behind it.
    public enum Direction {
        ASCENDING,
        DESCENDING
    }

    /// `sort-criteria = "(" sort-criterion *(SP sort-criterion) ")"`
    public static List<SortCriterion> parse(ImapParser in) throws ImapSyntaxException {
        List<SortCriterion> criteria = new ArrayList<>();
        in.expect('(');
        do {
            if (criteria.size() == MAX) {
                throw in.expected("at most " + MAX + " sort criteria");
            }
            criteria.add(criterion(in));
        } while (in.skip(' '));
        in.expect(')');
        return List.copyOf(criteria);
    }

    /// `sort-criterion = ["REVERSE" SP] sort-key`
    private static SortCriterion criterion(ImapParser in) throws ImapSyntaxException {
        Direction direction = Direction.ASCENDING;
        if (in.skipWord("REVERSE")) {
            direction = Direction.DESCENDING;
            in.space();
        }
        for (Key key : Key.values()) {
            if (in.skipWord(key.name())) {
                return new SortCriterion(key, direction);
            }
        }
        throw in.expected(
                "ARRIVAL, CC, DATE, DISPLAYFROM, DISPLAYTO, FROM, SIZE, SUBJECT, TO or REVERSE");
    }
}
