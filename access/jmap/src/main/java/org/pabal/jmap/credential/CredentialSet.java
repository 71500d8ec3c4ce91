// SPDX-License-Identifier: Apache-2.0
package org.pabal.jmap.credential;

import org.pabal.jmap.JmapAccount;
import org.pabal.jmap.JmapMethod;
import org.pabal.jmap.MethodCall;
import org.pabal.jmap.method.SetRequest;
import tools.jackson.databind.node.ObjectNode;

/// Credential/set: makes, changes and ends credentials, for the owner in a browser that is signed in.
final class CredentialSet implements JmapMethod {
    private final CredentialServices services;
    private final CredentialList list;

    CredentialSet(CredentialServices services, CredentialList list) {
        this.services = services;
        this.list = list;
    }

    @Override
    public String name() {
        return "Credential/set";
    }

    @Override
    public String capability() {
        return CredentialCapability.URN;
    }

    @Override
    public ObjectNode call(MethodCall call) {
        JmapAccount account = call.ownAccount();
        String session = CredentialGet.demandSession(call);
        SetRequest request = SetRequest.read(call, account);
        return new CredentialChanges(services, list, call.user(), session).run(request, call);
    }
}
