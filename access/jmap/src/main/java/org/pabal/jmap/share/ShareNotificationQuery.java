// SPDX-License-Identifier: Apache-2.0
package org.pabal.jmap.share;

import java.util.List;
import org.pabal.jmap.Capability;
import org.pabal.jmap.JmapAccount;
import org.pabal.jmap.JmapMethod;
import org.pabal.jmap.MethodCall;
import org.pabal.jmap.method.QueryRequest;
import tools.jackson.databind.node.ObjectNode;

/// ShareNotification/query. RFC 9670 §3.6.
record ShareNotificationQuery(ShareNotifications notifications) implements JmapMethod {

    @Override
    public String name() {
        return "ShareNotification/query";
    }

    @Override
    public String capability() {
        return Capability.PRINCIPALS;
    }

    @Override
    public ObjectNode call(MethodCall call) {
        JmapAccount account = call.ownAccount();
        QueryRequest<NotificationList.Condition> request =
                QueryRequest.read(call, account, NotificationList.Condition::read);
        notifications.state(account.owner().id());
        List<String> ids =
                NotificationList.ids(
                        notifications.list(account.owner().id()), request.filter(), request.sort());
        return request.response(
                notifications.recent().remember(account.id(), ids), true, ids, Integer.MAX_VALUE);
    }
}
