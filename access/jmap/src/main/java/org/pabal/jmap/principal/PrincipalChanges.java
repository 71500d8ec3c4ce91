// SPDX-License-Identifier: Apache-2.0
package org.pabal.jmap.principal;

import java.util.List;
import org.pabal.jmap.Capability;
import org.pabal.jmap.JmapAccount;
import org.pabal.jmap.JmapMethod;
import org.pabal.jmap.MethodCall;
import org.pabal.jmap.MethodError;
import org.pabal.jmap.method.ChangedIds;
import org.pabal.jmap.method.ChangesRequest;
import tools.jackson.databind.node.ObjectNode;

/// Principal/changes. A directory keeps no record of its changes: what has changed is told by
/// comparison with what was given out, as long as that is remembered. RFC 9670 §2.2.
record PrincipalChanges(Principals principals) implements JmapMethod {

    @Override
    public String name() {
        return "Principal/changes";
    }

    @Override
    public String capability() {
        return Capability.PRINCIPALS;
    }

    @Override
    public ObjectNode call(MethodCall call) {
        JmapAccount account = call.ownAccount();
        ChangesRequest request = ChangesRequest.read(call, account);
        List<String> before =
                principals
                        .recent()
                        .find(Principals.key(call.user()), request.sinceState())
                        .orElseThrow(MethodError::cannotCalculateChanges);
        List<String> after = principals.lines(call.user());
        String state = principals.recent().remember(Principals.key(call.user()), after);
        ChangedIds changes = ChangedIds.between(before, after, state);
        if (changes.count() > request.maxChanges().orElse(Integer.MAX_VALUE)) {
            throw MethodError.cannotCalculateChanges();
        }
        return request.response(changes);
    }
}
