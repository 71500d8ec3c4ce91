// SPDX-License-Identifier: Apache-2.0
package org.pabal.jmap.credential;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.pabal.jmap.JmapAccount;
import org.pabal.jmap.JmapMethod;
import org.pabal.jmap.MethodCall;
import org.pabal.jmap.MethodError;
import org.pabal.jmap.method.GetRequest;
import tools.jackson.databind.node.ObjectNode;

/// Credential/get: for the owner, in a browser that is signed in.
final class CredentialGet implements JmapMethod {
    private final CredentialList list;

    CredentialGet(CredentialList list) {
        this.list = list;
    }

    @Override
    public String name() {
        return "Credential/get";
    }

    @Override
    public String capability() {
        return CredentialCapability.URN;
    }

    @Override
    public ObjectNode call(MethodCall call) {
        JmapAccount account = call.ownAccount();
        demandSession(call);
        GetRequest request = GetRequest.read(call, account, CredentialList.PROPERTIES);
        Map<String, ObjectNode> all = list.of(call.user());
        return request.response(
                CredentialList.state(all),
                List.copyOf(all.keySet()),
                id -> Optional.ofNullable(all.get(id)));
    }

    /// Whoever comes with a password, perhaps of a telephone that was lost, neither sees nor changes
    /// how the owner is known.
    ///
    /// @return the session's id
    static String demandSession(MethodCall call) {
        return call.user()
                .session()
                .orElseThrow(() ->
                        MethodError.forbidden(
                                "Credentials are for the owner in a browser that is signed in."));
    }
}
