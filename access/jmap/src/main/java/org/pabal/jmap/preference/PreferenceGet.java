// SPDX-License-Identifier: Apache-2.0
package org.pabal.jmap.preference;

import org.pabal.directory.AccountId;
import org.pabal.jmap.JmapAccount;
import org.pabal.jmap.JmapMethod;
import org.pabal.jmap.MethodCall;
import org.pabal.jmap.method.GetRequest;
import tools.jackson.databind.node.ObjectNode;

/// Preference/get: without `ids`, those that have a value.
record PreferenceGet(Preferences preferences) implements JmapMethod {

    @Override
    public String name() {
        return "Preference/get";
    }

    @Override
    public String capability() {
        return PreferenceCapability.URN;
    }

    @Override
    public ObjectNode call(MethodCall call) {
        JmapAccount account = call.ownAccount();
        GetRequest request = GetRequest.read(call, account, Preferences.PROPERTIES);
        AccountId owner = account.owner().id();
        String state = preferences.state(owner);
        return request.response(
                state, preferences.names(owner), name -> preferences.find(owner, name));
    }
}
