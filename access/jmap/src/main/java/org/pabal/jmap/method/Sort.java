// SPDX-License-Identifier: Apache-2.0
package org.pabal.jmap.method;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.pabal.jmap.JmapObject;
import org.pabal.jmap.MethodError;

/// One Comparator of a /query. RFC 8620 §5.5.
///
/// @param more properties that the type's Comparator has beside
public record Sort(String property, boolean isAscending, JmapObject more) {
    /// RFC 5051: the one collation that there is, and what is taken where none is named.
    public static final String COLLATION = "i;unicode-casemap";

    /// Comparators that one query may have.
    public static final int MAX = 16;

    /// The argument `sort`; whoever knows the properties refuses others.
    ///
    /// @throws MethodError `invalidArguments`, `unsupportedSort`
    public static List<Sort> read(JmapObject arguments) {
        List<JmapObject> all = arguments.findObjects("sort").orElse(List.of());
        if (all.size() > MAX) {
            throw MethodError.unsupportedSort("At most " + MAX + " comparators are taken.");
        }
        return all.stream().map(Sort::one).toList();
    }

    /// The order that they ask for, one after the other.
    ///
    /// @param what sorted, for people: `Quotas`
    /// @param ascending by the properties that it can be sorted by
    /// @throws MethodError `unsupportedSort`
    public static <T> Comparator<T> order(
            List<Sort> sorts, String what, Map<String, Comparator<T>> ascending) {
        Comparator<T> order = (_, _) -> 0;
        for (Sort each : sorts) {
            Comparator<T> by = ascending.get(each.property());
            if (by == null) {
                throw MethodError.unsupportedSort(
                        what + " are not sorted by " + each.property() + ".");
            }
            each.more().nothingElse();
            order = order.thenComparing(each.isAscending() ? by : by.reversed());
        }
        return order;
    }

    private static Sort one(JmapObject comparator) {
        Optional<String> collation = comparator.findString("collation");
        if (collation.isPresent() && !collation.get().equals(COLLATION)) {
            throw MethodError.unsupportedSort("The collation is " + COLLATION + ".");
        }
        return new Sort(
                comparator.string("property"), comparator.bool("isAscending", true), comparator);
    }
}
