// SPDX-License-Identifier: Apache-2.0
package org.pabal.jmap.share;

import java.util.List;
import org.pabal.jmap.Capability;
import org.pabal.jmap.JmapAccount;
import org.pabal.jmap.JmapMethod;
import org.pabal.jmap.MethodCall;
import org.pabal.jmap.MethodError;
import org.pabal.jmap.method.ListChanges;
import org.pabal.jmap.method.QueryChangesRequest;
import tools.jackson.databind.node.ObjectNode;

/// ShareNotification/queryChanges. RFC 9670 §3.7.
record ShareNotificationQueryChanges(ShareNotifications notifications) implements JmapMethod {

    @Override
    public String name() {
        return "ShareNotification/queryChanges";
    }

    @Override
    public String capability() {
        return Capability.PRINCIPALS;
    }

    @Override
    public ObjectNode call(MethodCall call) {
        JmapAccount account = call.ownAccount();
        QueryChangesRequest<NotificationList.Condition> request =
                QueryChangesRequest.read(call, account, NotificationList.Condition::read);
        notifications.state(account.owner().id());
        List<String> before =
                notifications
                        .recent()
                        .find(account.id(), request.sinceQueryState())
                        .orElseThrow(MethodError::cannotCalculateChanges);
        List<String> after =
                NotificationList.ids(
                        notifications.list(account.owner().id()), request.filter(), request.sort());
        return request.response(
                notifications.recent().remember(account.id(), after),
                ListChanges.between(before, after),
                after.size());
    }
}
