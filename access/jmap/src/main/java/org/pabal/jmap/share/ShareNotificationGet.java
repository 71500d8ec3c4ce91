// SPDX-License-Identifier: Apache-2.0
package org.pabal.jmap.share;

import java.util.List;
import org.pabal.directory.Account;
import org.pabal.jmap.Capability;
import org.pabal.jmap.JmapMethod;
import org.pabal.jmap.MethodCall;
import org.pabal.jmap.method.GetRequest;
import tools.jackson.databind.node.ObjectNode;

/// ShareNotification/get. RFC 9670 §3.3.
record ShareNotificationGet(ShareNotifications notifications) implements JmapMethod {

    @Override
    public String name() {
        return "ShareNotification/get";
    }

    @Override
    public String capability() {
        return Capability.PRINCIPALS;
    }

    /// The state is read first: a client that is told of an older one asks once too often.
    @Override
    public ObjectNode call(MethodCall call) {
        GetRequest request =
                GetRequest.read(call, call.ownAccount(), ShareNotifications.PROPERTIES);
        Account recipient = request.account().owner();
        String state = notifications.state(recipient.id());
        List<String> ids =
                notifications.list(recipient.id()).stream()
                        .map(each -> each.path("id").asString())
                        .toList();
        return request.response(state, ids, id -> notifications.find(recipient, id));
    }
}
