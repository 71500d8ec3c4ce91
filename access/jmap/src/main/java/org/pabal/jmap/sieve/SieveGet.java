// SPDX-License-Identifier: Apache-2.0
package org.pabal.jmap.sieve;

import java.util.List;
import org.pabal.jmap.Capability;
import org.pabal.jmap.JmapAccount;
import org.pabal.jmap.JmapMethod;
import org.pabal.jmap.MethodCall;
import org.pabal.jmap.method.GetRequest;
import tools.jackson.databind.node.ObjectNode;

/// SieveScript/get. RFC 9661 §2.2.
record SieveGet(SieveScripts scripts) implements JmapMethod {

    @Override
    public String name() {
        return "SieveScript/get";
    }

    @Override
    public String capability() {
        return Capability.SIEVE;
    }

    @Override
    public ObjectNode call(MethodCall call) {
        JmapAccount account = call.ownAccount();
        GetRequest request = GetRequest.read(call, account, SieveScripts.PROPERTIES);
        SieveScripts.Snapshot now = scripts.of(account.owner());
        List<String> all = now.scripts().stream().map(SieveScripts.Known::id).toList();
        return request.response(
                now.state(),
                all,
                id -> now.find(id).map(script -> scripts.json(account.owner(), script)));
    }
}
