// SPDX-License-Identifier: Apache-2.0
package org.pabal.jmap.deleted;

import java.time.Duration;
import java.util.Optional;
import org.pabal.jmap.Capability;
import org.pabal.jmap.JmapAccount;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// `urn:pabal:params:jmap:restore`; of an account it says `keptSeconds`.
///
/// @param kept for how long deleted messages are kept
public record RestoreCapability(Duration kept) implements Capability {
    static final String URN = "urn:pabal:params:jmap:restore";

    @Override
    public String urn() {
        return URN;
    }

    @Override
    public Optional<ObjectNode> inAccount(JmapAccount account) {
        return account.isPersonal()
                ? Optional.of(
                        JsonNodeFactory.instance.objectNode().put("keptSeconds", kept.toSeconds()))
                : Optional.empty();
    }
}
