// SPDX-License-Identifier: Apache-2.0
package org.pabal.jmap.mailbox;

import java.util.List;
import org.pabal.jmap.Capability;
import org.pabal.jmap.JmapAccount;
import org.pabal.jmap.JmapMethod;
import org.pabal.jmap.MethodCall;
import org.pabal.jmap.method.GetRequest;
import tools.jackson.databind.node.ObjectNode;

/// Mailbox/get. RFC 8621 §2.1.
///
/// Who names {@link Capability#MAILBOX_SIZE} may ask for `size`, the octets of all its messages together
/// (RFC 8438's `SIZE`); it is not given unasked.
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
        List<String> usual = MailboxView.properties(services.shares(call));
        boolean sizes = call.uses(Capability.MAILBOX_SIZE);
        GetRequest request =
                GetRequest.read(
                        call,
                        account,
                        name -> usual.contains(name) || (sizes && name.equals(MailboxView.SIZE)),
                        usual);
        MailboxView view = services.view(account, services.shares(call));
        String state = view.snapshot().point().toString();
        boolean weighed = request.properties().contains(MailboxView.SIZE);
        return request.response(state, view.ids(), weighed ? view::weighed : view::json);
    }
}
