// SPDX-License-Identifier: Apache-2.0
package org.pabal.jmap.share;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.pabal.jmap.JmapObject;
import org.pabal.jmap.MethodError;
import org.pabal.jmap.method.Filter;
import org.pabal.jmap.method.Sort;
import tools.jackson.databind.node.ObjectNode;

/// Which notifications a query finds, and in which order. RFC 9670 §3.6.
record NotificationList(Optional<Filter<Condition>> filter, List<Sort> sort) {

    /// What is absent does not matter.
    record Condition(
            Optional<Instant> after,
            Optional<Instant> before,
            Optional<String> objectType,
            Optional<String> objectAccountId) {

        static Condition read(JmapObject json) {
            Condition condition =
                    new Condition(
                            json.findUtcDate("after"),
                            json.findUtcDate("before"),
                            json.findString("objectType"),
                            json.findId("objectAccountId"));
            json.noOtherCondition();
            return condition;
        }

        boolean holds(ObjectNode each) {
            Instant created = Instant.parse(each.path("created").asString());
            return after.map(from -> !created.isBefore(from)).orElse(true)
                    && before.map(created::isBefore).orElse(true)
                    && objectType.map(each.path("objectType").asString()::equals).orElse(true)
                    && objectAccountId
                            .map(each.path("objectAccountId").asString()::equals)
                            .orElse(true);
        }
    }

    NotificationList {
        for (Sort each : sort) {
            if (!each.property().equals("created")) {
                throw MethodError.unsupportedSort(
                        "Notifications are not sorted by " + each.property() + ".");
            }
            each.more().nothingElse();
        }
    }

    /// @param all the oldest first
    List<String> ids(List<ObjectNode> all) {
        List<String> ids =
                new ArrayList<>(
                        all.stream()
                                .filter(each ->
                                        filter.map(parts -> parts.matches(part -> part.holds(each)))
                                                .orElse(true))
                                .map(each -> each.path("id").asString())
                                .toList());
        if (!sort.isEmpty() && !sort.getFirst().isAscending()) {
            Collections.reverse(ids);
        }
        return List.copyOf(ids);
    }
}
