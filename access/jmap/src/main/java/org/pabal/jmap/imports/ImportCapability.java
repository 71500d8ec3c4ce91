// SPDX-License-Identifier: Apache-2.0
package org.pabal.jmap.imports;

import org.pabal.jmap.JmapAccount;
import org.pabal.jmap.OwnCapability;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Mail of other servers may be brought into one's own account.
record ImportCapability() implements OwnCapability {
    static final String URN = "urn:pabal:params:jmap:import";

    @Override
    public String urn() {
        return URN;
    }

    @Override
    public ObjectNode inOwnAccount(JmapAccount account) {
        return JsonNodeFactory.instance.objectNode();
    }
}
