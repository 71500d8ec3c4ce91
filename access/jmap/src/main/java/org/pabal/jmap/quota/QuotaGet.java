// SPDX-License-Identifier: Apache-2.0
package org.pabal.jmap.quota;

import org.pabal.jmap.Capability;
import org.pabal.jmap.JmapAccount;
import org.pabal.jmap.JmapMethod;
import org.pabal.jmap.MethodCall;
import org.pabal.jmap.method.GetRequest;
import tools.jackson.databind.node.ObjectNode;

/// Quota/get. RFC 9425 §4.2.
record QuotaGet(Quotas quotas) implements JmapMethod {

    @Override
    public String name() {
        return "Quota/get";
    }

    @Override
    public String capability() {
        return Capability.QUOTA;
    }

    @Override
    public ObjectNode call(MethodCall call) {
        JmapAccount account = call.ownAccount();
        GetRequest request = GetRequest.read(call, account, Quotas.PROPERTIES);
        Quotas.Snapshot now = quotas.of(account);
        return request.response(now.state(), now.ids(), now::find);
    }
}
