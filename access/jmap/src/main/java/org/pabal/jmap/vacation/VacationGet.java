// SPDX-License-Identifier: Apache-2.0
package org.pabal.jmap.vacation;

import java.util.ArrayList;
import java.util.List;
import org.pabal.jmap.Capability;
import org.pabal.jmap.JmapAccount;
import org.pabal.jmap.JmapMethod;
import org.pabal.jmap.MethodCall;
import org.pabal.jmap.method.GetRequest;
import org.pabal.mda.memory.DeliveryMemory;
import tools.jackson.databind.node.ObjectNode;

/// VacationResponse/get. RFC 8621 §8.1.
record VacationGet(VacationResponses responses, DeliveryMemory memory) implements JmapMethod {

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
        boolean extras = call.uses(Capability.VACATION_EXTRAS);
        List<String> shown = new ArrayList<>(VacationResponses.PROPERTIES);
        if (extras) {
            shown.addAll(VacationResponses.EXTRAS);
        }
        GetRequest request =
                GetRequest.read(
                        call,
                        account,
                        name ->
                                shown.contains(name)
                                        || extras && name.equals(VacationResponses.ANSWERED),
                        shown);
        VacationResponses.Current current = responses.of(account.owner());
        if (request.properties().contains(VacationResponses.ANSWERED)) {
            current.json()
                    .set(
                            VacationResponses.ANSWERED,
                            VacationResponses.answered(memory, account.owner()));
        }
        return request.response(current.state(), current::json);
    }
}
