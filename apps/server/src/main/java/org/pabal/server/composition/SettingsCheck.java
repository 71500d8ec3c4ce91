// SPDX-License-Identifier: Apache-2.0
package org.pabal.server.composition;

import java.util.List;
import org.pabal.server.settings.Settings;

/// What is wrong in the files that the settings name, found without a server.
public final class SettingsCheck {
    private SettingsCheck() {}

    /// One line each: where, what, and what to do.
    public static List<String> problems(Settings settings) {
        return RoutingSettings.problems(settings);
    }
}
