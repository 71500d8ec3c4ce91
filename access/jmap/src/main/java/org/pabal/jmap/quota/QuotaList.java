// SPDX-License-Identifier: Apache-2.0
package org.pabal.jmap.quota;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.pabal.jmap.JmapObject;
import org.pabal.jmap.method.Filter;
import org.pabal.jmap.method.Sort;
import tools.jackson.databind.node.ObjectNode;

/// Which quotas a query finds, and in which order. RFC 9425 §4.4.
final class QuotaList {
    private QuotaList() {}

    /// What is absent does not matter.
    record Condition(
            Optional<String> name,
            Optional<String> scope,
            Optional<String> resourceType,
            Optional<String> type) {

        static Condition read(JmapObject json) {
            Condition condition =
                    new Condition(
                            json.findString("name"),
                            json.findString("scope"),
                            json.findString("resourceType"),
                            json.findString("type"));
            json.noOtherCondition();
            return condition;
        }

        boolean holds(ObjectNode quota) {
            return name.map(part -> quota.path("name").asString().contains(part)).orElse(true)
                    && scope.map(quota.path("scope").asString()::equals).orElse(true)
                    && resourceType.map(quota.path("resourceType").asString()::equals).orElse(true)
                    && type.map(wanted ->
                                    quota.path("types")
                                            .valueStream()
                                            .anyMatch(each -> each.asString().equals(wanted)))
                            .orElse(true);
        }
    }

    private static final Map<String, Comparator<ObjectNode>> ORDERS =
            Map.of(
                    "name",
                    Comparator.comparing(quota -> quota.path("name").asString()),
                    "used",
                    Comparator.comparingLong(quota -> quota.path("used").asLong()));

    static List<String> ids(
            Quotas.Snapshot quotas, Optional<Filter<Condition>> filter, List<Sort> sort) {
        return quotas.quotas().stream()
                .filter(quota -> Filter.finds(filter, one -> one.holds(quota)))
                .sorted(Sort.order(sort, "Quotas", ORDERS))
                .map(quota -> quota.path("id").asString())
                .toList();
    }
}
