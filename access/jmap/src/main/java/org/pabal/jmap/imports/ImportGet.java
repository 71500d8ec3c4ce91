// SPDX-License-Identifier: Apache-2.0
package org.pabal.jmap.imports;

import java.util.List;
import org.pabal.directory.Account;
import org.pabal.jmap.JmapAccount;
import org.pabal.jmap.JmapMethod;
import org.pabal.jmap.MethodCall;
import org.pabal.jmap.document.Documents.Document;
import org.pabal.jmap.method.GetRequest;
import tools.jackson.databind.node.ObjectNode;

/// Import/get.
record ImportGet(Imports imports) implements JmapMethod {

    @Override
    public String name() {
        return "Import/get";
    }

    @Override
    public String capability() {
        return ImportCapability.URN;
    }

    @Override
    public ObjectNode call(MethodCall call) {
        JmapAccount account = call.ownAccount();
        GetRequest request = GetRequest.read(call, account, ImportJson.PROPERTIES);
        Account owner = account.owner();
        imports.resume(owner.id());
        String state = Long.toString(imports.documents().state(owner.id()));
        List<String> all = imports.documents().list(owner.id()).stream().map(Document::id).toList();
        return request.response(state, all, id -> imports.shown(owner, id));
    }
}
