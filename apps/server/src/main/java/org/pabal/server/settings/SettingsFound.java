// SPDX-License-Identifier: Apache-2.0
package org.pabal.server.settings;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.pabal.server.settings.Settings.Value;

/// What was read so far, and what is wrong with it: the defaults first, and what is set later wins.
final class SettingsFound {
    private final Map<String, Setting<?>> known = new TreeMap<>();
    private final Map<String, Value> values = new HashMap<>();
    private final List<RelayTable> relays = new ArrayList<>();
    private final Map<String, List<NamedTable>> tables = new HashMap<>();
    private final Map<String, Map<String, List<String>>> entries = new HashMap<>();
    private final List<String> problems = new ArrayList<>();
    private final RoutingTablesReader routing = new RoutingTablesReader(problems);

    SettingsFound() {
        for (Setting<?> setting : SettingsTable.all()) {
            known.put(setting.key(), setting);
            values.put(setting.key(), new Value(setting.preset(), "default"));
        }
    }

    /// @param where for what is said of it
    /// @param origin for who asks where a value comes from
    void set(String key, String text, String where, String origin) {
        Setting<?> setting = known.get(key);
        if (setting == null) {
            isUnknown(where, key, key, known.keySet());
        } else if (isOfForm(setting, key, text, where)) {
            values.put(key, new Value(text, origin));
        }
    }

    /// @param full as people know it
    void isUnknown(String where, String full, String name, Collection<String> others) {
        problem(where, "no such setting: " + full + Nearest.hint(name, others));
    }

    /// Otherwise it is a problem.
    boolean isOfForm(Setting<?> setting, String key, String text, String where) {
        try {
            setting.form().reader().read(text);
            return true;
        } catch (UnknownName unknown) {
            problem(where, key + ": " + unknown.getMessage());
            return false;
        } catch (IllegalArgumentException | ArithmeticException _) {
            problem(where, key + " must be " + setting.form().expected() + ", not: " + text);
            return false;
        }
    }

    void problem(String where, String text) {
        problems.add(where + ": " + text);
    }

    void problems(List<String> more) {
        problems.addAll(more);
    }

    void relay(RelayTable relay) {
        relays.add(relay);
    }

    List<RelayTable> relays() {
        return relays;
    }

    /// Tables of a kind: those of a later file instead of those of an earlier.
    void put(TableKind kind, List<NamedTable> of) {
        tables.put(kind.name(), of);
    }

    List<NamedTable> of(TableKind kind) {
        return tables.getOrDefault(kind.name(), List.of());
    }

    /// A table whose keys are names of the operator's choice.
    void put(String table, Map<String, List<String>> of) {
        entries.put(table, of);
    }

    RoutingTablesReader routing() {
        return routing;
    }

    /// As found so far.
    Value value(Setting<?> setting) {
        return values.getOrDefault(setting.key(), new Value(setting.preset(), "default"));
    }

    boolean isSet(Setting<?> setting) {
        return !value(setting).text().isEmpty();
    }

    String originOf(Setting<?> setting) {
        return value(setting).origin();
    }

    /// @throws SettingsException with all problems
    Settings settings() throws SettingsException {
        RoutingTables found = routing.tables();
        if (!problems.isEmpty()) {
            throw new SettingsException(problems);
        }
        return new Settings(values, found, relays, tables, entries);
    }
}
