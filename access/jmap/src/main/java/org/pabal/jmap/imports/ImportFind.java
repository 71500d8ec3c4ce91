// SPDX-License-Identifier: Apache-2.0
package org.pabal.jmap.imports;

import java.util.Locale;
import org.pabal.jmap.JmapAccount;
import org.pabal.jmap.JmapMethod;
import org.pabal.jmap.JmapObject;
import org.pabal.jmap.MethodCall;
import org.pabal.jmap.MethodError;
import org.pabal.jmap.imports.MailPlaces.Place;
import org.pabal.message.Address;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Import/find: which server has the mail of an address, as the address' domain says. Nothing connects
/// to it.
record ImportFind(Imports imports) implements JmapMethod {

    @Override
    public String name() {
        return "Import/find";
    }

    @Override
    public String capability() {
        return ImportCapability.URN;
    }

    @Override
    public ObjectNode call(MethodCall call) {
        JmapAccount account = call.ownAccount();
        JmapObject arguments = call.arguments();
        Address address =
                Address.parse(arguments.string("address").strip())
                        .filter(each -> !each.domain().isLiteral())
                        .orElseThrow(() -> arguments.wrong("address", "must be an address"));
        arguments.nothingElse();
        imports.looks().count(account.owner().id());
        ObjectNode response = JsonNodeFactory.instance.objectNode();
        response.put("accountId", account.id());
        response.putNull("server");
        response.putNull("isOffered");
        response.put("mustBeConfirmed", false);
        switch (imports.places().of(address.domain())) {
            case Place.Said said -> {
                response.set("server", server(said, address));
                response.put("isOffered", true);
                response.put("mustBeConfirmed", !said.isVouched());
            }
            case Place.NotOffered _ -> response.put("isOffered", false);
            case Place.Unsaid _ -> {
                // both are null
            }
            case Place.Unknown(var reason) -> throw MethodError.of("dns", reason);
        }
        return response;
    }

    /// RFC 6186 §4: the whole address is tried as the user's name.
    private static ObjectNode server(Place.Said said, Address address) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("host", said.host())
                .put("port", said.port())
                .put("security", said.security().name().toLowerCase(Locale.ROOT))
                .put("user", address.toString());
    }
}
