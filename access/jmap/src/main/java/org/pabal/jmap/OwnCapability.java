// SPDX-License-Identifier: Apache-2.0
package org.pabal.jmap;

import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/// A capability of the user's own account alone: accounts that others share have nothing of it.
public interface OwnCapability extends Capability {
    /// Its object in the `accountCapabilities` of the user's own account.
    ObjectNode inOwnAccount(JmapAccount account);

    @Override
    default Optional<ObjectNode> inAccount(JmapAccount account) {
        return account.isPersonal() ? Optional.of(inOwnAccount(account)) : Optional.empty();
    }
}
