// SPDX-License-Identifier: Apache-2.0
package org.pabal.jmap.sieve;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.pabal.jmap.Capability;
import org.pabal.jmap.JmapAccount;
import org.pabal.jmap.JmapMethod;
import org.pabal.jmap.JmapObject;
import org.pabal.jmap.MethodCall;
import org.pabal.jmap.MethodError;
import org.pabal.jmap.method.QueryRequest;
import org.pabal.jmap.method.Sort;
import org.pabal.jmap.sieve.SieveScripts.Known;
import tools.jackson.databind.node.ObjectNode;

/// SieveScript/query. RFC 9661 §2.3.
record SieveQuery(SieveScripts scripts) implements JmapMethod {

    @Override
    public String name() {
        return "SieveScript/query";
    }

    @Override
    public String capability() {
        return Capability.SIEVE;
    }

    /// What is absent does not matter.
    private record Condition(Optional<String> name, Optional<Boolean> isActive) {
        static Condition read(JmapObject json) {
            Condition condition = new Condition(json.findString("name"), json.findBool("isActive"));
            for (String name : json.json().propertyNames()) {
                if (!name.equals("name") && !name.equals("isActive")) {
                    throw MethodError.unsupportedFilter("Scripts are not found by " + name + ".");
                }
            }
            return condition;
        }

        boolean holds(Known script) {
            return name.map(part -> script.info().name().text().contains(part)).orElse(true)
                    && isActive.map(is -> is == script.info().active()).orElse(true);
        }
    }

    @Override
    public ObjectNode call(MethodCall call) {
        JmapAccount account = call.ownAccount();
        QueryRequest<Condition> request = QueryRequest.read(call, account, Condition::read);
        Comparator<Known> order = (_, _) -> 0;
        for (Sort each : request.sort()) {
            order = order.thenComparing(order(each));
        }
        SieveScripts.Snapshot now = scripts.of(account.owner());
        List<String> ids =
                now.scripts().stream()
                        .filter(script ->
                                request.filter()
                                        .map(all -> all.matches(one -> one.holds(script)))
                                        .orElse(true))
                        .sorted(order)
                        .map(Known::id)
                        .toList();
        return request.response(now.state(), false, ids, Integer.MAX_VALUE);
    }

    private static Comparator<Known> order(Sort sort) {
        Comparator<Known> order =
                switch (sort.property()) {
                    case "name" -> Comparator.comparing(script -> script.info().name().text());
                    case "isActive" -> Comparator.comparing(script -> script.info().active());
                    default ->
                            throw MethodError.unsupportedSort(
                                    "Scripts are not sorted by " + sort.property() + ".");
                };
        sort.more().nothingElse();
        return sort.isAscending() ? order : order.reversed();
    }
}
