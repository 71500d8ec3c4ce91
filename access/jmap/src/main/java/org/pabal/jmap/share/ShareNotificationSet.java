// SPDX-License-Identifier: Apache-2.0
package org.pabal.jmap.share;

import java.util.Optional;
import org.pabal.directory.AccountId;
import org.pabal.jmap.Capability;
import org.pabal.jmap.JmapMethod;
import org.pabal.jmap.JmapObject;
import org.pabal.jmap.MethodCall;
import org.pabal.jmap.SetError;
import org.pabal.jmap.method.Patch;
import org.pabal.jmap.method.SetRequest;
import org.pabal.jmap.method.SetTarget;
import tools.jackson.databind.node.ObjectNode;

/// ShareNotification/set: they can be destroyed, and nothing else. RFC 9670 §3.5.
record ShareNotificationSet(ShareNotifications notifications) implements JmapMethod {

    @Override
    public String name() {
        return "ShareNotification/set";
    }

    @Override
    public String capability() {
        return Capability.PRINCIPALS;
    }

    @Override
    public ObjectNode call(MethodCall call) {
        SetRequest request = SetRequest.read(call, call.ownAccount());
        return new Destroying(notifications, request.account().owner().id()).run(request, call);
    }

    private record Destroying(ShareNotifications notifications, AccountId recipient)
            implements SetTarget {

        @Override
        public String state() {
            return notifications.state(recipient);
        }

        @Override
        public ObjectNode create(JmapObject properties) {
            throw SetError.forbidden("The server makes these.");
        }

        @Override
        public Optional<ObjectNode> update(String id, Patch patch) {
            throw SetError.forbidden("These do not change; destroy what you have seen.");
        }

        @Override
        public void destroy(String id) {
            if (!notifications.kept().remove(recipient, id)) {
                throw SetError.notFound();
            }
        }
    }
}
