// SPDX-License-Identifier: Apache-2.0
package org.pabal.jmap.imports;

import org.pabal.jmap.JmapAccount;
import org.pabal.jmap.JmapMethod;
import org.pabal.jmap.MethodCall;
import org.pabal.jmap.MethodError;
import org.pabal.jmap.method.ChangesRequest;
import tools.jackson.databind.node.ObjectNode;

/// Import/changes.
record ImportChanges(Imports imports) implements JmapMethod {

    @Override
    public String name() {
        return "Import/changes";
    }

    @Override
    public String capability() {
        return ImportCapability.URN;
    }

    @Override
    public ObjectNode call(MethodCall call) {
        JmapAccount account = call.ownAccount();
        ChangesRequest request = ChangesRequest.read(call, account);
        if (!request.sinceState().matches("[0-9]{1,18}")) {
            throw MethodError.cannotCalculateChanges();
        }
        return request.response(
                imports.documents()
                        .changes(
                                account.owner().id(),
                                Long.parseLong(request.sinceState()),
                                request.maxChanges().orElse(Integer.MAX_VALUE))
                        .orElseThrow(MethodError::cannotCalculateChanges));
    }
}
