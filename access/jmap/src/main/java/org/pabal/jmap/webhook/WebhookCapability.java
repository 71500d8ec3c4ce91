// SPDX-License-Identifier: Apache-2.0
package org.pabal.jmap.webhook;

import java.util.Optional;
import org.pabal.jmap.Capability;
import org.pabal.jmap.JmapAccount;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// What is offered to the owner of an account.
public final class WebhookCapability implements Capability {
    public static final String URN = "urn:pabal:params:jmap:webhook";

    @Override
    public String urn() {
        return URN;
    }

    @Override
    public Optional<ObjectNode> inAccount(JmapAccount account) {
        return account.isPersonal()
                ? Optional.of(
                        JsonNodeFactory.instance
                                .objectNode()
                                .put("maxWebhooks", StoredWebhooks.MAX))
                : Optional.empty();
    }
}
