// SPDX-License-Identifier: Apache-2.0
package org.pabal.jmap.share;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.pabal.jmap.JmapObject;
import org.pabal.jmap.method.Filter;
import org.pabal.jmap.method.Sort;
import tools.jackson.databind.node.ObjectNode;

/// Which notifications a query finds, and in which order. RFC 9670 §3.6.
final class NotificationList {
    private NotificationList() {}

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
            Instant created = created(each);
            return after.map(from -> !created.isBefore(from)).orElse(true)
                    && before.map(created::isBefore).orElse(true)
                    && objectType.map(each.path("objectType").asString()::equals).orElse(true)
                    && objectAccountId
                            .map(each.path("objectAccountId").asString()::equals)
                            .orElse(true);
        }
    }

    /// The oldest first.
    private static final Map<String, Comparator<ObjectNode>> ORDERS =
            Map.of("created", Comparator.comparing(NotificationList::created));

    private static Instant created(ObjectNode notification) {
        return Instant.parse(notification.path("created").asString());
    }

    static List<String> ids(
            List<ObjectNode> all, Optional<Filter<Condition>> filter, List<Sort> sort) {
        return all.stream()
                .filter(each -> Filter.finds(filter, part -> part.holds(each)))
                .sorted(Sort.order(sort, "Notifications", ORDERS))
                .map(each -> each.path("id").asString())
                .toList();
    }
}
