// SPDX-License-Identifier: Apache-2.0
package org.pabal.jmap.capability;

import org.pabal.jmap.JmapAccount;
import org.pabal.jmap.OwnCapability;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// One about which there is nothing to say but that it is there, for the user's own account.
public record SimpleCapability(String urn) implements OwnCapability {

    @Override
    public ObjectNode inOwnAccount(JmapAccount account) {
        return JsonNodeFactory.instance.objectNode();
    }
}
