// SPDX-License-Identifier: Apache-2.0
package org.pabal.jmap.quota;

import java.util.List;
import org.pabal.jmap.Capability;
import org.pabal.jmap.JmapAccount;
import org.pabal.jmap.JmapMethod;
import org.pabal.jmap.MethodCall;
import org.pabal.jmap.method.QueryRequest;
import tools.jackson.databind.node.ObjectNode;

/// Quota/query. RFC 9425 §4.4. The query state is the list of what was found.
record QuotaQuery(Quotas quotas) implements JmapMethod {

    @Override
    public String name() {
        return "Quota/query";
    }

    @Override
    public String capability() {
        return Capability.QUOTA;
    }

    @Override
    public ObjectNode call(MethodCall call) {
        JmapAccount account = call.ownAccount();
        QueryRequest<QuotaList.Condition> request =
                QueryRequest.read(call, account, QuotaList.Condition::read);
        List<String> ids = QuotaList.ids(quotas.of(account), request.filter(), request.sort());
        return request.response(state(ids), true, ids, Integer.MAX_VALUE);
    }

    static String state(List<String> ids) {
        return "l" + String.join("_", ids);
    }
}
