// SPDX-License-Identifier: Apache-2.0
package org.pabal.jmap.vacation;

import org.pabal.jmap.Capability;
import org.pabal.jmap.JmapAccount;
import org.pabal.jmap.JmapMethod;
import org.pabal.jmap.MethodCall;
import org.pabal.jmap.method.GetRequest;
import tools.jackson.databind.node.ObjectNode;

/// VacationResponse/get. RFC 8621 §8.1.
record VacationGet(VacationResponses responses) implements JmapMethod {

    @Override
    public String name() {
        return "VacationResponse/get";
    }

    @Override
    public String capability() {
        return Capability.VACATION;
    }

    @Override
    public ObjectNode call(MethodCall call) {
        JmapAccount account = call.ownAccount();
        GetRequest request = GetRequest.read(call, account, VacationResponses.PROPERTIES);
        VacationResponses.Current current = responses.of(account.owner());
        return request.response(current.state(), VacationResponses.ID, current::json);
    }
}
