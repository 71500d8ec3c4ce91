// SPDX-License-Identifier: Apache-2.0
package org.pabal.jmap.alias;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.pabal.directory.Account;
import org.pabal.jmap.JmapAccount;
import org.pabal.jmap.JmapMethod;
import org.pabal.jmap.MethodCall;
import org.pabal.jmap.method.GetRequest;
import tools.jackson.databind.node.ObjectNode;

/// Alias/get.
record AliasGet(Aliases aliases) implements JmapMethod {

    @Override
    public String name() {
        return "Alias/get";
    }

    @Override
    public String capability() {
        return AliasCapability.URN;
    }

    @Override
    public ObjectNode call(MethodCall call) {
        JmapAccount account = call.ownAccount();
        GetRequest request = GetRequest.read(call, account, Aliases.PROPERTIES);
        Account owner = account.owner();
        String state = aliases.state(owner);
        if (request.ids().filter(List::isEmpty).isPresent()) {
            return request.response(state, List.of(), List.of()); // the state is what is wanted
        }
        Map<String, ObjectNode> all = new LinkedHashMap<>();
        aliases.list(owner).forEach(each -> all.put(each.path("id").asString(), each));
        return request.response(
                state, List.copyOf(all.keySet()), id -> Optional.ofNullable(all.get(id)));
    }
}
