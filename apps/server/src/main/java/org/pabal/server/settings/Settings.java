// SPDX-License-Identifier: Apache-2.0
package org.pabal.server.settings;

import java.util.List;
import java.util.Map;

/// Checked values of all settings, and where each comes from. Immutable.
public final class Settings {

    /// @param text as written
    /// @param origin such as `default`, `pabal.toml:12`, `PABAL_HOSTNAME`, `--hostname`
    public record Value(String text, String origin) {}

    private final Map<String, Value> values;
    private final Map<String, String> routes;

    private final List<RelayTable> relays;

    Settings(Map<String, Value> values, Map<String, String> routes, List<RelayTable> relays) {
        this.values = Map.copyOf(values);
        this.relays = List.copyOf(relays);
        this.routes = Map.copyOf(routes);
    }

    public <T> T get(Setting<T> setting) {
        return setting.form().reader().read(value(setting).text());
    }

    public Value value(Setting<?> setting) {
        Value value = values.get(setting.key());
        if (value == null) {
            throw new IllegalArgumentException("no such setting: " + setting.key());
        }
        return value;
    }

    /// Domain to `host:port`.
    public Map<String, String> routes() {
        return routes;
    }

    /// The smarthosts of `[relays.NAME]`, without the one of `relay.*`.
    public List<RelayTable> relays() {
        return relays;
    }
}
