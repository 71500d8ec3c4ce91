// SPDX-License-Identifier: Apache-2.0
package org.pabal.jmap.webhook;

import org.pabal.jmap.JmapAccount;
import org.pabal.jmap.OwnCapability;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// What is offered to the owner of an account.
public final class WebhookCapability implements OwnCapability {
    public static final String URN = "urn:pabal:params:jmap:webhook";

    @Override
    public String urn() {
        return URN;
    }

    @Override
    public ObjectNode inOwnAccount(JmapAccount account) {
        return JsonNodeFactory.instance.objectNode().put("maxWebhooks", StoredWebhooks.MAX);
    }
}
