// SPDX-License-Identifier: Apache-2.0
package org.pabal.jmap.principal;

import java.util.List;
import org.pabal.jmap.Capability;
import org.pabal.jmap.JmapAccount;
import org.pabal.jmap.JmapMethod;
import org.pabal.jmap.MethodCall;
import org.pabal.jmap.method.QueryRequest;
import tools.jackson.databind.node.ObjectNode;

/// Principal/query. RFC 9670 §2.4.
record PrincipalQuery(Principals principals) implements JmapMethod {
    @Override
    public String name() {
        return "Principal/query";
    }

    @Override
    public String capability() {
        return Capability.PRINCIPALS;
    }

    @Override
    public ObjectNode call(MethodCall call) {
        JmapAccount account = call.ownAccount();
        QueryRequest<PrincipalList.Condition> request =
                QueryRequest.read(call, account, PrincipalList.Condition::read);
        List<String> ids =
                PrincipalList.ids(principals, call.user(), request.filter(), request.sort());
        return request.response(
                principals.recent().remember(account.id(), ids), true, ids, Integer.MAX_VALUE);
    }
}
