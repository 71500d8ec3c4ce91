// SPDX-License-Identifier: Apache-2.0
package org.pabal.jmap.quota;

import java.util.List;
import org.pabal.jmap.Capability;
import org.pabal.jmap.JmapAccount;
import org.pabal.jmap.JmapMethod;
import org.pabal.jmap.MethodCall;
import org.pabal.jmap.MethodError;
import org.pabal.jmap.method.ListChanges;
import org.pabal.jmap.method.QueryChangesRequest;
import tools.jackson.databind.node.ObjectNode;

/// Quota/queryChanges. RFC 9425 §4.5.
record QuotaQueryChanges(Quotas quotas) implements JmapMethod {

    @Override
    public String name() {
        return "Quota/queryChanges";
    }

    @Override
    public String capability() {
        return Capability.QUOTA;
    }

    @Override
    public ObjectNode call(MethodCall call) {
        JmapAccount account = call.ownAccount();
        QueryChangesRequest<QuotaList.Condition> request =
                QueryChangesRequest.read(call, account, QuotaList.Condition::read);
        if (!request.sinceQueryState().matches("l([a-z]{1,20}(_[a-z]{1,20}){0,9})?")) {
            throw MethodError.cannotCalculateChanges();
        }
        List<String> before =
                List.of(request.sinceQueryState().substring(1).split("_")).stream()
                        .filter(id -> !id.isEmpty())
                        .toList();
        List<String> after = QuotaList.ids(quotas.of(account), request.filter(), request.sort());
        return request.response(
                QuotaQuery.state(after), ListChanges.between(before, after), after.size());
    }
}
