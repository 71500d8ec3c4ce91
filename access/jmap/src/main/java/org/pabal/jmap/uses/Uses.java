// SPDX-License-Identifier: Apache-2.0
package org.pabal.jmap.uses;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.pabal.directory.Directory;
import org.pabal.directory.Subaddress;
import org.pabal.jmap.Capability;
import org.pabal.jmap.JmapAccount;
import org.pabal.jmap.JmapMethod;
import org.pabal.jmap.MethodCall;
import org.pabal.jmap.OwnCapability;
import org.pabal.jmap.method.GetRequest;
import org.pabal.mda.notes.DeliveryNotes;
import org.pabal.mda.scripts.ScriptStore;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// RuleUse and AddressUse: objects that are only read.
///
/// @param details how a detail is told from the name before it
public record Uses(
        DeliveryNotes notes, ScriptStore scripts, Directory directory, Subaddress details) {
    static final String URN = "urn:pabal:params:jmap:deliverynotes";

    public Capability capability() {
        return new UsesCapability();
    }

    public List<JmapMethod> methods() {
        return List.of(new RuleUseGet(this), new AddressUseGet(this));
    }

    private record UsesCapability() implements OwnCapability {
        @Override
        public String urn() {
            return URN;
        }

        @Override
        public ObjectNode inOwnAccount(JmapAccount account) {
            return JsonNodeFactory.instance.objectNode();
        }
    }

    interface Listing {
        List<ObjectNode> of(JmapAccount account);
    }

    /// A /get whose state is that of the objects themselves.
    static ObjectNode get(MethodCall call, List<String> properties, Listing listing) {
        JmapAccount account = call.ownAccount();
        GetRequest request = GetRequest.read(call, account, properties);
        Map<String, ObjectNode> all = new LinkedHashMap<>();
        listing.of(account).forEach(each -> all.put(each.path("id").asString(), each));
        return request.response(
                Integer.toHexString(all.values().toString().hashCode()),
                List.copyOf(all.keySet()),
                id -> Optional.ofNullable(all.get(id)));
    }
}
