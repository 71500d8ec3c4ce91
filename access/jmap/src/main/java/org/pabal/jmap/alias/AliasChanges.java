// SPDX-License-Identifier: Apache-2.0
package org.pabal.jmap.alias;

import java.util.List;
import org.pabal.directory.Account;
import org.pabal.jmap.JmapAccount;
import org.pabal.jmap.JmapMethod;
import org.pabal.jmap.MethodCall;
import org.pabal.jmap.MethodError;
import org.pabal.jmap.method.ChangedIds;
import org.pabal.jmap.method.ChangesRequest;
import tools.jackson.databind.node.ObjectNode;

/// Alias/changes, of those that the owner has made, as long as the former state is remembered.
record AliasChanges(Aliases aliases) implements JmapMethod {

    @Override
    public String name() {
        return "Alias/changes";
    }

    @Override
    public String capability() {
        return AliasCapability.URN;
    }

    @Override
    public ObjectNode call(MethodCall call) {
        JmapAccount account = call.ownAccount();
        ChangesRequest request = ChangesRequest.read(call, account);
        Account owner = account.owner();
        List<String> before =
                aliases.recent()
                        .find(Aliases.key(owner), request.sinceState())
                        .orElseThrow(MethodError::cannotCalculateChanges);
        ChangedIds changes = ChangedIds.between(before, aliases.lines(owner), aliases.state(owner));
        if (changes.count() > request.maxChanges().orElse(Integer.MAX_VALUE)) {
            throw MethodError.cannotCalculateChanges();
        }
        return request.response(changes);
    }
}
