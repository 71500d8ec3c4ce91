// SPDX-License-Identifier: Apache-2.0
package org.pabal.jmap.uses;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.pabal.directory.Account;
import org.pabal.jmap.JmapAccount;
import org.pabal.jmap.JmapMethod;
import org.pabal.jmap.JmapObject;
import org.pabal.jmap.MethodCall;
import org.pabal.jmap.alias.Aliases;
import org.pabal.mda.notes.format.v1.Use;
import org.pabal.message.Address;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// AddressUse/get: the addresses other than the account's own that mail for it came to, what came last
/// first.
record AddressUseGet(Uses uses) implements JmapMethod {
    private static final List<String> PROPERTIES =
            List.of("id", "address", "detail", "mails", "first", "last", "domains");

    @Override
    public String name() {
        return "AddressUse/get";
    }

    @Override
    public String capability() {
        return Uses.URN;
    }

    @Override
    public ObjectNode call(MethodCall call) {
        return Uses.get(call, PROPERTIES, this::list);
    }

    private List<ObjectNode> list(JmapAccount account) {
        return uses.notes().of(account.owner().id()).addresses().entrySet().stream()
                .sorted(
                        Map.Entry.<String, Use>comparingByValue(Comparator.comparing(Use::last))
                                .reversed())
                .flatMap(each ->
                        Address.parse(each.getKey())
                                .map(address -> json(account.owner(), address, each.getValue()))
                                .stream())
                .toList();
    }

    private ObjectNode json(Account account, Address address, Use use) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("id", Aliases.id(address));
        json.put("address", address.toString());
        json.put("detail", detail(account, address).orElse(null));
        json.put("mails", use.mails());
        json.put("first", JmapObject.utcDate(use.first()));
        json.put("last", JmapObject.utcDate(use.last()));
        ArrayNode domains = json.putArray("domains");
        for (Use.Domain each : use.domains()) {
            domains.addObject()
                    .put("name", each.name())
                    .put("mails", each.mails())
                    .put("first", JmapObject.utcDate(each.first()));
        }
        return json;
    }

    /// Behind the longest address of the owner's that it begins with. RFC 5233
    private Optional<String> detail(Account account, Address address) {
        return uses.details().bases(address).stream()
                .filter(base ->
                        base.lookupForm().equals(account.address().lookupForm())
                                || uses.directory().owns(account.id(), base))
                .findFirst()
                .flatMap(base -> uses.details().detail(address, base.localPart()));
    }
}
