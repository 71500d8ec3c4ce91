// SPDX-License-Identifier: Apache-2.0
package org.pabal.jmap.export;

import org.pabal.jmap.JmapAccount;
import org.pabal.jmap.OwnCapability;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// `urn:pabal:params:jmap:export`, with the formats that there are.
public record ExportCapability() implements OwnCapability {
    static final String URN = "urn:pabal:params:jmap:export";

    @Override
    public String urn() {
        return URN;
    }

    @Override
    public ObjectNode inOwnAccount(JmapAccount account) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        ArrayNode formats = json.putArray("formats");
        for (ExportFormat each : ExportFormat.values()) {
            formats.add(each.word());
        }
        json.put("maxAtOnce", ExportPage.AT_ONCE);
        return json;
    }
}
