// SPDX-License-Identifier: Apache-2.0
package org.pabal.jmap.sender;

import org.pabal.directory.AccountId;
import org.pabal.jmap.JmapAccount;
import org.pabal.jmap.JmapMethod;
import org.pabal.jmap.MethodCall;
import org.pabal.jmap.method.GetRequest;
import tools.jackson.databind.node.ObjectNode;

/// SenderSetting/get: one object, `singleton`.
record SenderSettingGet(SenderLists lists) implements JmapMethod {

    @Override
    public String name() {
        return "SenderSetting/get";
    }

    @Override
    public String capability() {
        return SenderCapability.URN;
    }

    @Override
    public ObjectNode call(MethodCall call) {
        JmapAccount account = call.ownAccount();
        GetRequest request = GetRequest.read(call, account, SenderLists.PROPERTIES);
        AccountId owner = account.owner().id();
        return request.response(lists.state(owner), () -> SenderLists.json(lists.of(owner)));
    }
}
