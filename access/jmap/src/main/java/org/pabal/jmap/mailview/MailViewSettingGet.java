// SPDX-License-Identifier: Apache-2.0
package org.pabal.jmap.mailview;

import org.pabal.directory.AccountId;
import org.pabal.jmap.JmapAccount;
import org.pabal.jmap.JmapMethod;
import org.pabal.jmap.MethodCall;
import org.pabal.jmap.method.GetRequest;
import tools.jackson.databind.node.ObjectNode;

/// MailViewSetting/get: one object of each user, `singleton`.
record MailViewSettingGet(ReadingSettings settings) implements JmapMethod {

    @Override
    public String name() {
        return "MailViewSetting/get";
    }

    @Override
    public String capability() {
        return MailViewCapability.URN;
    }

    @Override
    public ObjectNode call(MethodCall call) {
        JmapAccount account = call.ownAccount();
        GetRequest request = GetRequest.read(call, account, ReadingSettings.PROPERTIES);
        AccountId owner = account.owner().id();
        return request.response(settings.state(owner), () -> settings.json(owner));
    }
}
