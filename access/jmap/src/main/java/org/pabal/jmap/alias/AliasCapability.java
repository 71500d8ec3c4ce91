// SPDX-License-Identifier: Apache-2.0
package org.pabal.jmap.alias;

import org.pabal.directory.OwnAliases;
import org.pabal.jmap.JmapAccount;
import org.pabal.jmap.OwnCapability;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Aliases of the user's own account, and which it may make.
record AliasCapability(OwnAliases own) implements OwnCapability {
    static final String URN = "urn:pabal:params:jmap:alias";

    @Override
    public String urn() {
        return URN;
    }

    @Override
    public ObjectNode inOwnAccount(JmapAccount account) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("maxAliases", own.terms().most());
        own.domains(account.owner())
                .forEach(domain -> json.withArrayProperty("domains").add(domain.name()));
        json.withArrayProperty("domains");
        json.put("isManagedElsewhere", !own.isOurs(account.owner().id()));
        json.put("quarantineSeconds", own.terms().quarantine().toSeconds());
        return json;
    }
}
