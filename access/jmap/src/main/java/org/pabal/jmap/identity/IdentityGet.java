// SPDX-License-Identifier: Apache-2.0
package org.pabal.jmap.identity;

import java.util.List;
import org.pabal.directory.Account;
import org.pabal.jmap.Capability;
import org.pabal.jmap.JmapAccount;
import org.pabal.jmap.JmapMethod;
import org.pabal.jmap.MethodCall;
import org.pabal.jmap.method.GetRequest;
import tools.jackson.databind.node.ObjectNode;

/// Identity/get. RFC 8621 §6.1.
record IdentityGet(Identities identities) implements JmapMethod {

    @Override
    public String name() {
        return "Identity/get";
    }

    @Override
    public String capability() {
        return Capability.SUBMISSION;
    }

    @Override
    public ObjectNode call(MethodCall call) {
        JmapAccount account = call.ownAccount();
        GetRequest request = GetRequest.read(call, account, Identities.properties(call));
        Account owner = account.owner();
        String state = identities.state(owner);
        List<String> all =
                identities.list(owner).stream().map(each -> each.path("id").asString()).toList();
        return request.response(state, all, id -> identities.find(owner, id));
    }
}
