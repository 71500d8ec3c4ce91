// SPDX-License-Identifier: Apache-2.0
package org.pabal.server.composition;

import java.util.ArrayList;
import java.util.List;
import org.pabal.server.settings.Setting;
import org.pabal.server.settings.Settings;
import org.pabal.wire.IpNetwork;

/// Networks as the settings list them.
final class Networks {
    private Networks() {}

    static List<IpNetwork> of(Settings settings, Setting<List<String>> setting)
            throws StartFailure {
        List<IpNetwork> networks = new ArrayList<>();
        for (String text : settings.get(setting)) {
            try {
                networks.add(IpNetwork.parse(text));
            } catch (IllegalArgumentException notANetwork) {
                throw new StartFailure(
                        "in "
                                + setting.key()
                                + ", '"
                                + text
                                + "' is not an address or a network such as 192.0.2.0/24",
                        notANetwork);
            }
        }
        return networks;
    }
}
