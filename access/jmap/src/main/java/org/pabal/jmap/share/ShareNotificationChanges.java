// SPDX-License-Identifier: Apache-2.0
package org.pabal.jmap.share;

import org.pabal.directory.AccountId;
import org.pabal.jmap.Capability;
import org.pabal.jmap.JmapMethod;
import org.pabal.jmap.MethodCall;
import org.pabal.jmap.MethodError;
import org.pabal.jmap.method.ChangesRequest;
import tools.jackson.databind.node.ObjectNode;

/// ShareNotification/changes. RFC 9670 §3.4.
record ShareNotificationChanges(ShareNotifications notifications) implements JmapMethod {

    @Override
    public String name() {
        return "ShareNotification/changes";
    }

    @Override
    public String capability() {
        return Capability.PRINCIPALS;
    }

    @Override
    public ObjectNode call(MethodCall call) {
        ChangesRequest request = ChangesRequest.read(call, call.ownAccount());
        AccountId recipient = request.account().owner().id();
        notifications.state(recipient);
        if (!request.sinceState().matches("0|[1-9]\\d{0,17}")) {
            throw MethodError.cannotCalculateChanges();
        }
        return request.response(
                notifications
                        .kept()
                        .changes(
                                recipient,
                                Long.parseLong(request.sinceState()),
                                request.maxChanges().orElse(Integer.MAX_VALUE))
                        .orElseThrow(MethodError::cannotCalculateChanges));
    }
}
