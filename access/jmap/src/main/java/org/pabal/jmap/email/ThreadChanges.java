// SPDX-License-Identifier: Apache-2.0
package org.pabal.jmap.email;

import java.util.Optional;
import org.pabal.jmap.Capability;
import org.pabal.jmap.JmapMethod;
import org.pabal.jmap.MethodCall;
import org.pabal.jmap.method.ChangesRequest;
import org.pabal.mailbox.AccountPoint;
import org.pabal.mailbox.AccountSnapshot;
import org.pabal.mailbox.ObjectIds;
import org.pabal.mailbox.ThreadId;
import tools.jackson.databind.node.ObjectNode;

/// Thread/changes. RFC 8621 §3.2.
final class ThreadChanges implements JmapMethod {
    private final EmailServices services;

    ThreadChanges(EmailServices services) {
        this.services = services;
    }

    @Override
    public String name() {
        return "Thread/changes";
    }

    @Override
    public String capability() {
        return Capability.MAIL;
    }

    @Override
    public ObjectNode call(MethodCall call) {
        ChangesRequest request = ChangesRequest.read(call, call.account());
        AccountSnapshot now = services.open(request.account()).state();
        Optional<AccountSnapshot.Changes<ThreadId>> changes =
                AccountPoint.parse(request.sinceState())
                        .flatMap(since -> now.threadsSince(since, EmailChanges.most(request)));
        return request.response(EmailChanges.told(changes, ObjectIds::of));
    }
}
