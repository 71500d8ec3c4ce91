// SPDX-License-Identifier: Apache-2.0
package org.pabal.jmap.sieve;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.pabal.jmap.Capability;
import org.pabal.jmap.JmapAccount;
import org.pabal.jmap.JmapMethod;
import org.pabal.jmap.JmapObject;
import org.pabal.jmap.MethodCall;
import org.pabal.jmap.method.Filter;
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

    private static final Map<String, Comparator<Known>> ORDERS =
            Map.of(
                    "name",
                    Comparator.comparing(script -> script.info().name().text()),
                    "isActive",
                    Comparator.comparing(script -> script.info().active()));

    /// What is absent does not matter.
    private record Condition(Optional<String> name, Optional<Boolean> isActive) {
        static Condition read(JmapObject json) {
            Condition condition = new Condition(json.findString("name"), json.findBool("isActive"));
            json.noOtherCondition();
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
        SieveScripts.Snapshot now = scripts.of(account.owner());
        List<String> ids =
                now.scripts().stream()
                        .filter(script -> Filter.finds(request.filter(), one -> one.holds(script)))
                        .sorted(Sort.order(request.sort(), "Scripts", ORDERS))
                        .map(Known::id)
                        .toList();
        return request.response(now.state(), false, ids, Integer.MAX_VALUE);
    }
}
