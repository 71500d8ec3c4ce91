// SPDX-License-Identifier: Apache-2.0
package org.pabal.jmap.credential;

import java.util.Locale;
import org.pabal.jmap.JmapAccount;
import org.pabal.jmap.JmapMethod;
import org.pabal.jmap.JmapObject;
import org.pabal.jmap.MethodCall;
import org.pabal.sasl.LoginFailure;
import org.pabal.sasl.RecentLogins;
import org.pabal.sasl.RecentLogins.Login;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Credential/logins: who has come to the account's doors within the last hour, and why others were refused, for
/// the owner who sets up a program and waits for it. Strangers at the door learn nothing of it.
record CredentialLogins(RecentLogins logins) implements JmapMethod {

    @Override
    public String name() {
        return "Credential/logins";
    }

    @Override
    public String capability() {
        return CredentialCapability.URN;
    }

    @Override
    public ObjectNode call(MethodCall call) {
        JmapAccount account = call.ownAccount();
        call.arguments().nothingElse();
        CredentialGet.demandSession(call);
        ObjectNode response = JsonNodeFactory.instance.objectNode().put("accountId", account.id());
        ArrayNode list = response.putArray("list");
        for (Login login : logins.of(call.user().account().address().toString())) {
            ObjectNode shown =
                    list.addObject()
                            .put("at", JmapObject.utcDate(login.at()))
                            .put("service", login.service())
                            .put("address", login.peer().getHostAddress());
            if (login.failure().isPresent()) {
                shown.put("refused", word(login.failure().get()));
            } else {
                shown.putNull("refused");
            }
        }
        return response;
    }

    private static String word(LoginFailure failure) {
        return failure.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
