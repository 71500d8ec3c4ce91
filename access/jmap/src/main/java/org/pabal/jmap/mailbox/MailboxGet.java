// SPDX-License-Identifier: Apache-2.0
package org.pabal.jmap.mailbox;

import org.pabal.jmap.Capability;
import org.pabal.jmap.JmapAccount;
import org.pabal.jmap.JmapMethod;
import org.pabal.jmap.MethodCall;
import org.pabal.jmap.method.GetRequest;
import tools.jackson.databind.node.ObjectNode;

/// Mailbox/get. RFC 8621 §2.1.
record MailboxGet(MailboxServices services) implements JmapMethod {

    @Override
    public String name() {
        return "Mailbox/get";
    }

    @Override
    public String capability() {
        return Capability.MAIL;
    }

    @Override
    public ObjectNode call(MethodCall call) {
        JmapAccount account = call.account();
        GetRequest request =
                GetRequest.read(call, account, MailboxView.properties(services.shares(call)));
        MailboxView view = services.view(account, services.shares(call));
        String state = view.snapshot().point().toString();
        return request.response(state, view.ids(), view::json);
    }
}
