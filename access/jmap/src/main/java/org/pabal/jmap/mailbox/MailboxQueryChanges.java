// SPDX-License-Identifier: Apache-2.0
package org.pabal.jmap.mailbox;

import java.util.List;
import org.pabal.jmap.Capability;
import org.pabal.jmap.JmapAccount;
import org.pabal.jmap.JmapMethod;
import org.pabal.jmap.MethodCall;
import org.pabal.jmap.MethodError;
import org.pabal.jmap.method.ListChanges;
import org.pabal.jmap.method.QueryChangesRequest;
import tools.jackson.databind.node.ObjectNode;

/// Mailbox/queryChanges. RFC 8621 §2.4.
record MailboxQueryChanges(MailboxServices services) implements JmapMethod {

    @Override
    public String name() {
        return "Mailbox/queryChanges";
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
        QueryChangesRequest<MailboxList.Condition> request =
                QueryChangesRequest.read(call, account, MailboxList.Condition::read);
        List<String> before =
                services.recent()
                        .find(account.id(), request.sinceQueryState())
                        .orElseThrow(MethodError::cannotCalculateChanges);
        List<String> after =
                new MailboxList(request.filter(), request.sort(), sortAsTree, filterAsTree)
                        .ids(services.view(account));
        String state = services.recent().remember(account.id(), after);
        return request.response(state, ListChanges.between(before, after), after.size());
    }
}
