// SPDX-License-Identifier: Apache-2.0
package org.pabal.jmap.principal;

import java.util.List;
import org.pabal.jmap.Capability;
import org.pabal.jmap.JmapAccount;
import org.pabal.jmap.JmapMethod;
import org.pabal.jmap.MethodCall;
import org.pabal.jmap.MethodError;
import org.pabal.jmap.method.ListChanges;
import org.pabal.jmap.method.QueryChangesRequest;
import tools.jackson.databind.node.ObjectNode;

/// Principal/queryChanges. RFC 9670 §2.5.
record PrincipalQueryChanges(Principals principals) implements JmapMethod {

    @Override
    public String name() {
        return "Principal/queryChanges";
    }

    @Override
    public String capability() {
        return Capability.PRINCIPALS;
    }

    @Override
    public ObjectNode call(MethodCall call) {
        JmapAccount account = call.ownAccount();
        QueryChangesRequest<PrincipalList.Condition> request =
                QueryChangesRequest.read(call, account, PrincipalList.Condition::read);
        List<String> before =
                principals
                        .recent()
                        .find(account.id(), request.sinceQueryState())
                        .orElseThrow(MethodError::cannotCalculateChanges);
        List<String> after =
                PrincipalList.ids(principals, call.user(), request.filter(), request.sort());
        return request.response(
                principals.recent().remember(account.id(), after),
                ListChanges.between(before, after),
                after.size());
    }
}
