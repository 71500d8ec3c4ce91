// SPDX-License-Identifier: Apache-2.0
package org.pabal.jmap.document;

import org.pabal.jmap.JmapAccount;
import org.pabal.jmap.JmapMethod;
import org.pabal.jmap.MethodCall;
import org.pabal.jmap.MethodError;
import org.pabal.jmap.method.ChangesRequest;
import tools.jackson.databind.node.ObjectNode;

/// The /changes of a type whose objects are documents of the user's own account, and whose state is
/// theirs. RFC 8620 §5.2.
public record DocumentChanges(String name, String capability, Documents documents)
        implements JmapMethod {

    @Override
    public ObjectNode call(MethodCall call) {
        JmapAccount account = call.ownAccount();
        ChangesRequest request = ChangesRequest.read(call, account);
        if (!request.sinceState().matches("[0-9]{1,18}")) {
            throw MethodError.cannotCalculateChanges();
        }
        return request.response(
                documents
                        .changes(
                                account.owner().id(),
                                Long.parseLong(request.sinceState()),
                                request.maxChanges().orElse(Integer.MAX_VALUE))
                        .orElseThrow(MethodError::cannotCalculateChanges));
    }
}
