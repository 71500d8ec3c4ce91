// SPDX-License-Identifier: Apache-2.0
package org.pabal.jmap.check;

import java.util.List;
import org.pabal.jmap.Check;
import org.pabal.jmap.JmapAccount;
import org.pabal.jmap.OwnCapability;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// `urn:pabal:params:jmap:check`, with the kinds that there are.
public record CheckCapability(List<Check> checks) implements OwnCapability {
    static final String URN = "urn:pabal:params:jmap:check";

    @Override
    public String urn() {
        return URN;
    }

    @Override
    public ObjectNode inOwnAccount(JmapAccount account) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        ArrayNode kinds = json.putArray("kinds");
        checks.stream().map(Check::kind).forEach(kinds::add);
        return json;
    }
}
