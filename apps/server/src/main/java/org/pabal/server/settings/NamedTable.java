// SPDX-License-Identifier: Apache-2.0
package org.pabal.server.settings;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.pabal.server.settings.Settings.Value;

/// One table `[KIND.NAME]` of settings, with a name of the operator's choice.
///
/// @param values by their keys in the table, presets included
/// @param origin of the table, for what is said of it
public record NamedTable(String name, Map<String, Value> values, String origin) {
    public NamedTable {
        values = Map.copyOf(values);
    }

    public <T> T get(Setting<T> setting) {
        return setting.form().reader().read(text(setting));
    }

    /// As written, also where that is not of the setting's form.
    String text(Setting<?> setting) {
        Value value = values.get(setting.key());
        if (value == null) {
            throw new IllegalArgumentException("no such setting: " + setting.key());
        }
        return value.text();
    }

    static Map<String, Value> presets(List<Setting<?>> settings) {
        Map<String, Value> presets = new LinkedHashMap<>();
        for (Setting<?> setting : settings) {
            presets.put(setting.key(), new Value(setting.preset(), "default"));
        }
        return presets;
    }
}
