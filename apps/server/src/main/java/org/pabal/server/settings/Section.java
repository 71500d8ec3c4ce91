// SPDX-License-Identifier: Apache-2.0
package org.pabal.server.settings;

import java.util.ArrayList;
import java.util.List;

/// The settings of one part, in the order in which they are declared.
final class Section {
    private final List<Setting<?>> settings = new ArrayList<>();

    <T> Setting<T> add(String key, Form<T> form, String preset, String purpose) {
        Setting<T> setting = new Setting<>(key, form, preset, purpose);
        settings.add(setting);
        return setting;
    }

    List<Setting<?>> settings() {
        return List.copyOf(settings);
    }
}
