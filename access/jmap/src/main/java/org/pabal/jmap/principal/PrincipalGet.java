// SPDX-License-Identifier: Apache-2.0
package org.pabal.jmap.principal;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.pabal.jmap.Capability;
import org.pabal.jmap.JmapAccount;
import org.pabal.jmap.JmapMethod;
import org.pabal.jmap.MethodCall;
import org.pabal.jmap.method.GetRequest;
import tools.jackson.databind.node.ObjectNode;

/// Principal/get. RFC 9670 §2.1.
record PrincipalGet(Principals principals) implements JmapMethod {

    @Override
    public String name() {
        return "Principal/get";
    }

    @Override
    public String capability() {
        return Capability.PRINCIPALS;
    }

    @Override
    public ObjectNode call(MethodCall call) {
        JmapAccount account = call.ownAccount();
        GetRequest request = GetRequest.read(call, account, Principals.PROPERTIES);
        Map<String, Principal> all = principals.of(call.user());
        return request.response(
                principals.state(call.user()),
                List.copyOf(all.keySet()),
                id ->
                        Optional.ofNullable(all.get(id))
                                .map(each -> principals.json(call.user(), each)));
    }
}
