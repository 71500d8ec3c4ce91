// SPDX-License-Identifier: Apache-2.0
package org.pabal.jmap.sender;

import org.pabal.filter.policy.Wishes;
import org.pabal.jmap.JmapAccount;
import org.pabal.jmap.OwnCapability;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// The lists of senders of one's own account.
final class SenderCapability implements OwnCapability {
    static final String URN = "urn:pabal:params:jmap:senders";

    @Override
    public String urn() {
        return URN;
    }

    @Override
    public ObjectNode inOwnAccount(JmapAccount account) {
        return JsonNodeFactory.instance.objectNode().put("maxSenders", Wishes.MAX_ENTRIES);
    }
}
