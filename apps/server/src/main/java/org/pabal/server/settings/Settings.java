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
    private final Map<String, List<NamedTable>> tables;
    private final Map<String, Map<String, List<String>>> entries;

    Settings(
            Map<String, Value> values,
            RoutingTables routing,
            List<RelayTable> relays,
            Map<String, List<NamedTable>> tables,
            Map<String, Map<String, List<String>>> entries) {
        this.values = Map.copyOf(values);
        this.routing = routing;
        this.relays = List.copyOf(relays);
        this.tables = Map.copyOf(tables);
        this.entries = Map.copyOf(entries);
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

    /// The tables `[KIND.NAME]` of a kind such as {@link HostTable#KIND}, in the order of the file.
    public List<NamedTable> tables(String kind) {
        return tables.getOrDefault(kind, List.of());
    }

    /// The smarthosts of `[relays.NAME]`, without the one of `relay.*`.
    public List<RelayTable> relays() {
        return relays;
    }

    /// The entries of a table whose keys are names of the operator's choice, such as `dns.records`.
    public Map<String, List<String>> table(String name) {
        return entries.getOrDefault(name, Map.of());
    }
}
