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
    private final RoutingTables routing;

    private final List<RelayTable> relays;

    private final Map<String, List<NamedTable>> checks;

    private final Map<String, Map<String, List<String>>> tables;

    Settings(
            Map<String, Value> values,
            RoutingTables routing,
            List<RelayTable> relays,
            Map<String, List<NamedTable>> checks,
            Map<String, Map<String, List<String>>> tables) {
        this.tables = Map.copyOf(tables);
        this.values = Map.copyOf(values);
        this.relays = List.copyOf(relays);
        this.checks = Map.copyOf(checks);
        this.routing = routing;
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

    public RoutingTables routing() {
        return routing;
    }

    /// The tables of a kind of {@link CheckTables} or {@link LmtpHostTable}, in the order of the file.
    public List<NamedTable> checks(String kind) {
        return checks.getOrDefault(kind, List.of());
    }

    /// The smarthosts of `[relays.NAME]`, without the one of `relay.*`.
    public List<RelayTable> relays() {
        return relays;
    }

    /// The entries of a table whose keys are names of the operator's choice, such as `dns.records`.
    public Map<String, List<String>> table(String name) {
        return tables.getOrDefault(name, Map.of());
    }
}
