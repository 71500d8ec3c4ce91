// SPDX-License-Identifier: Apache-2.0
package org.pabal.jmap.mailbox;

import java.util.List;
import org.pabal.jmap.Capability;
import org.pabal.jmap.JmapAccount;
import org.pabal.jmap.JmapMethod;
import org.pabal.jmap.MethodCall;
import org.pabal.jmap.method.QueryRequest;
import tools.jackson.databind.node.ObjectNode;

/// Mailbox/query. RFC 8621 §2.3.
record MailboxQuery(MailboxServices services) implements JmapMethod {

    @Override
    public String name() {
        return "Mailbox/query";
    }

    @Override
    public String capability() {
        return Capability.MAIL;
    }

    @Override
    public ObjectNode call(MethodCall call) {
        JmapAccount account = call.account();
        boolean sortAsTree = call.arguments().bool("sortAsTree", false);
        boolean filterAsTree = call.arguments().bool("filterAsTree", false);
        QueryRequest<MailboxList.Condition> request =
                QueryRequest.read(call, account, MailboxList.Condition::read);
        List<String> ids =
                new MailboxList(request.filter(), request.sort(), sortAsTree, filterAsTree)
                        .ids(services.view(account));
        String state = services.recent().remember(account.id(), ids);
        return request.response(state, true, ids, Integer.MAX_VALUE);
    }
}
