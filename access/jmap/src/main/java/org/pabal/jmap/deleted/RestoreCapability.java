// SPDX-License-Identifier: Apache-2.0
package org.pabal.jmap.deleted;

import java.time.Duration;
import org.pabal.jmap.JmapAccount;
import org.pabal.jmap.OwnCapability;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// `urn:pabal:params:jmap:restore`; of an account it says `keptSeconds`.
///
/// @param kept for how long deleted messages are kept
public record RestoreCapability(Duration kept) implements OwnCapability {
    static final String URN = "urn:pabal:params:jmap:restore";

    @Override
    public String urn() {
        return URN;
    }

    @Override
    public ObjectNode inOwnAccount(JmapAccount account) {
        return JsonNodeFactory.instance.objectNode().put("keptSeconds", kept.toSeconds());
    }
}
