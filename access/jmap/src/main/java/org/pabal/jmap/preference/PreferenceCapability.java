// SPDX-License-Identifier: Apache-2.0
package org.pabal.jmap.preference;

import java.util.Optional;
import org.pabal.jmap.Capability;
import org.pabal.jmap.JmapAccount;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// What somebody likes, of the user's own account.
public final class PreferenceCapability implements Capability {
    static final String URN = "urn:pabal:params:jmap:preferences";

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
                                .put("maxPreferences", Preferences.MAX)
                                .put("maxSizeValue", Preferences.MAX_VALUE_OCTETS)
                                .put("maxSizeAll", Preferences.MAX_ALL_OCTETS))
                : Optional.empty();
    }
}
