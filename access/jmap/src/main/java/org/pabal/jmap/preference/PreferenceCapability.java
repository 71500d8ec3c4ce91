// SPDX-License-Identifier: Apache-2.0
package org.pabal.jmap.preference;

import org.pabal.jmap.JmapAccount;
import org.pabal.jmap.OwnCapability;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// What somebody likes, of the user's own account.
public final class PreferenceCapability implements OwnCapability {
    static final String URN = "urn:pabal:params:jmap:preferences";

    @Override
    public String urn() {
        return URN;
    }

    @Override
    public ObjectNode inOwnAccount(JmapAccount account) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("maxPreferences", Preferences.MAX)
                .put("maxSizeValue", Preferences.MAX_VALUE_OCTETS)
                .put("maxSizeAll", Preferences.MAX_ALL_OCTETS);
    }
}
