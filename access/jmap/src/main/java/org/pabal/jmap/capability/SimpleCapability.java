// SPDX-License-Identifier: Apache-2.0
package org.pabal.jmap.capability;

import java.util.Optional;
import org.pabal.jmap.Capability;
import org.pabal.jmap.JmapAccount;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// One about which there is nothing to say but that it is there, for the user's own account.
public record SimpleCapability(String urn) implements Capability {

    @Override
    public Optional<ObjectNode> inAccount(JmapAccount account) {
        return account.isPersonal()
                ? Optional.of(JsonNodeFactory.instance.objectNode())
                : Optional.empty();
    }
}
