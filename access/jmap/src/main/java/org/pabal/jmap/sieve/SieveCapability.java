// SPDX-License-Identifier: Apache-2.0
package org.pabal.jmap.sieve;

import org.pabal.jmap.JmapAccount;
import org.pabal.jmap.JmapUser;
import org.pabal.jmap.OwnCapability;
import org.pabal.mda.agent.PeopleLists;
import org.pabal.mda.scripts.ScriptName;
import org.pabal.mda.scripts.ScriptStore;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// `urn:ietf:params:jmap:sieve`. RFC 9661 §1.3.
public record SieveCapability(ScriptStore scripts) implements OwnCapability {

    @Override
    public String urn() {
        return SIEVE;
    }

    @Override
    public ObjectNode inSession(JmapUser user) {
        return JsonNodeFactory.instance.objectNode().put("implementation", "Pabal");
    }

    @Override
    public ObjectNode inOwnAccount(JmapAccount account) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("maxSizeScriptName", ScriptName.MAX_OCTETS);
        json.put("maxSizeScript", scripts.quota().scriptOctets());
        json.put("maxNumberScripts", scripts.quota().scripts());
        json.putNull("maxNumberRedirects");
        ArrayNode extensions = json.putArray("sieveExtensions");
        scripts.compiler().extensions().forEach(extensions::add);
        if (scripts.compiler().extensions().contains("enotify")) {
            json.putArray("notificationMethods").add("mailto");
        } else {
            json.putNull("notificationMethods");
        }
        if (scripts.compiler().extensions().contains("extlists")) {
            PeopleLists.SCHEMES.forEach(json.withArrayProperty("externalLists")::add);
        } else {
            json.putNull("externalLists");
        }
        return json;
    }
}
