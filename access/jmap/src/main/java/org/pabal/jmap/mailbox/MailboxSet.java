// SPDX-License-Identifier: Apache-2.0
package org.pabal.jmap.mailbox;

import java.util.Comparator;
import java.util.List;
import org.pabal.jmap.Capability;
import org.pabal.jmap.JmapAccount;
import org.pabal.jmap.JmapMethod;
import org.pabal.jmap.MethodCall;
import org.pabal.jmap.method.SetRequest;
import org.pabal.mailbox.MailboxInfo;
import tools.jackson.databind.node.ObjectNode;

/// Mailbox/set. RFC 8621 §2.5.
record MailboxSet(MailboxServices services) implements JmapMethod {

    @Override
    public String name() {
        return "Mailbox/set";
    }

    @Override
    public String capability() {
        return Capability.MAIL;
    }

    @Override
    public ObjectNode call(MethodCall call) {
        JmapAccount account = call.account();
        boolean removeEmails = call.arguments().bool("onDestroyRemoveEmails", false);
        SetRequest request = deepestFirst(account, SetRequest.read(call, account));
        return new MailboxEditing(services, account, call, removeEmails).run(request, call);
    }

    /// So that a whole tree can be destroyed, in whatever order the client names it.
    private SetRequest deepestFirst(JmapAccount account, SetRequest request) {
        if (request.destroy().size() < 2) {
            return request;
        }
        MailboxView view = services.view(account);
        List<String> ordered =
                request.destroy().stream()
                        .sorted(
                                Comparator.comparingInt(id ->
                                        -view.find(id)
                                                .map(MailboxInfo::name)
                                                .map(name -> name.levels().size())
                                                .orElse(0)))
                        .toList();
        return new SetRequest(
                request.account(),
                request.ifInState(),
                request.create(),
                request.update(),
                ordered);
    }
}
