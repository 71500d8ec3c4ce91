// SPDX-License-Identifier: Apache-2.0
package org.pabal.server.settings;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.pabal.message.Domain;
import org.pabal.server.settings.Settings.Value;
import org.tomlj.Toml;
import org.tomlj.TomlArray;
import org.tomlj.TomlParseError;
import org.tomlj.TomlParseResult;
import org.tomlj.TomlPosition;
import org.tomlj.TomlTable;

/// Reads the settings: defaults, then what the pages keep, then the file, then the environment, then the command line; the
/// later wins. All problems are found in one go, each with file, line and the nearest known key.
public final class SettingsReader {
    private final Map<String, Setting<?>> known = new TreeMap<>();
    private final Map<String, Value> values = new HashMap<>();
    private final List<RelayTable> relays = new ArrayList<>();
    private final Map<String, List<NamedTable>> checks = new HashMap<>();
    private final Map<String, Map<String, List<String>>> tables = new HashMap<>();
    private final List<String> problems = new ArrayList<>();
    private final RoutingTablesReader routing = new RoutingTablesReader(problems);

    private SettingsReader() {
        for (Setting<?> setting : SettingsTable.all()) {
            known.put(setting.key(), setting);
            values.put(setting.key(), new Value(setting.preset(), "default"));
        }
    }

    /// Those of a server, with what its pages keep.
    ///
    /// @param data its data directory
    /// @param file TOML; empty for none. A file that is named must be there.
    /// @param environment such as `System.getenv()`
    /// @param options keys that the command line sets
    public static Settings read(
            Path data,
            Optional<Path> file,
            Map<String, String> environment,
            Map<String, String> options)
            throws SettingsException {
        return read(new KeptSettings(data).file(), file, environment, options);
    }

    /// The same without anything kept.
    public static Settings read(
            Optional<Path> file, Map<String, String> environment, Map<String, String> options)
            throws SettingsException {
        return read(Optional.empty(), file, environment, options);
    }

    private static Settings read(
            Optional<Path> kept,
            Optional<Path> file,
            Map<String, String> environment,
            Map<String, String> options)
            throws SettingsException {
        SettingsReader reader = new SettingsReader();
        kept.ifPresent(reader::readFile);
        file.ifPresent(reader::readFile);
        reader.readEnvironment(environment);
        options.forEach((key, text) -> reader.set(key, text, "--" + key, "--" + key));
        reader.checkTogether();
        RoutingTables routing = reader.routing.tables();
        if (!reader.problems.isEmpty()) {
            throw new SettingsException(reader.problems);
        }
        return new Settings(reader.values, routing, reader.relays, reader.checks, reader.tables);
    }

    private void readFile(Path file) {
        try {
            TomlParseResult parsed = Toml.parse(Files.readString(file));
            for (TomlParseError error : parsed.errors()) {
                problems.add(at(file, error.position()) + ": " + error.getMessage());
            }
            readTable(file, "", parsed);
        } catch (NoSuchFileException absent) {
            problems.add(file + ": there is no such file");
        } catch (MalformedInputException notText) {
            problems.add(file + ": is not UTF-8 text");
        } catch (IOException unreadable) {
            problems.add(file + ": cannot be read: " + unreadable.getMessage());
        }
    }

    private void readTable(Path file, String prefix, TomlTable table) {
        for (String name : table.keySet()) {
            List<String> path = List.of(name);
            String key = prefix + name;
            String where = at(file, table.inputPositionOf(path));
            Object value = table.get(path);
            switch (value) {
                case TomlTable inner
                        when routing.read(
                                key,
                                inner,
                                (in, at) -> at(file, in.inputPositionOf(List.of(at)))) -> {}
                case TomlTable inner when key.equals(RelayTable.RELAYS) ->
                        readEach(file, key, inner, RelayTable.SETTINGS).stream()
                                .map(RelayTable::new)
                                .forEach(relays::add);
                case TomlTable inner when key.equals(CheckTables.MILTERS) ->
                        checks.put(key, readEach(file, key, inner, CheckTables.OF_MILTER));
                case TomlTable inner when key.equals(LmtpHostTable.KIND) ->
                        checks.put(key, readEach(file, key, inner, LmtpHostTable.SETTINGS));
                case TomlTable inner when key.equals(HostTable.KIND) ->
                        checks.put(key, readEach(file, key, inner, HostTable.SETTINGS));
                case TomlTable inner when key.equals(DirectoryTable.KIND) ->
                        checks.put(
                                key,
                                readEach(
                                        file,
                                        key,
                                        inner,
                                        one ->
                                                DirectoryTable.settings(
                                                        String.valueOf(one.get(List.of("type"))))));
                case TomlTable inner when key.equals(CheckTables.POLICY_SERVICES) ->
                        checks.put(key, readEach(file, key, inner, CheckTables.OF_POLICY_SERVICE));
                case TomlTable inner when key.equals(DnsListTable.KIND) ->
                        checks.put(key, readEach(file, key, inner, DnsListTable.SETTINGS));
                case TomlTable inner when key.equals(DeliveryTable.DELIVERY_TLS) ->
                        readNamed(file, key, inner, DeliveryTable.TLS_DEMANDS);
                case TomlTable inner when key.equals(DnsTable.DNS_RECORDS) ->
                        readNamed(file, key, inner, List.of());
                case TomlTable inner when key.equals(ServicesTable.DOMAIN_BY_ADDRESS) ->
                        readDomainsByAddress(file, key, inner);
                case TomlTable inner -> readTable(file, key + ".", inner);
                case TomlArray array -> set(key, joined(array), where, origin(file, table, path));
                case null -> {}
                default -> set(key, value.toString(), where, origin(file, table, path));
            }
        }
    }

    /// A table whose keys are names of the operator's choice.
    ///
    /// @param words that a value may be; empty for any
    private void readNamed(Path file, String table, TomlTable entries, List<String> words) {
        Map<String, List<String>> read = new TreeMap<>();
        for (String name : entries.keySet()) {
            Object value = entries.get(List.of(name));
            List<String> texts =
                    value instanceof TomlArray array
                            ? array.toList().stream().map(String::valueOf).toList()
                            : List.of(String.valueOf(value));
            boolean oneOfTheWords = texts.size() == 1 && words.containsAll(texts);
            if (value instanceof TomlTable || !words.isEmpty() && !oneOfTheWords) {
                problems.add(
                        at(file, entries.inputPositionOf(List.of(name)))
                                + ": "
                                + table
                                + "."
                                + name
                                + (words.isEmpty()
                                        ? " must be text or a list; a name with dots stands in"
                                                + " quotes"
                                        : " must be one of "
                                                + String.join(", ", words)
                                                + "; a domain stands in quotes"));
            } else {
                read.put(name, texts);
            }
        }
        tables.put(table, read);
    }

    /// `"192.0.2.10" = "example.org"`.
    private void readDomainsByAddress(Path file, String table, TomlTable entries) {
        readNamed(file, table, entries, List.of());
        tables.getOrDefault(table, Map.of())
                .forEach((address, domains) -> {
                    String wrong =
                            !isAddressOfHost(address)
                                    ? " is not named by an IP address of this host, such as"
                                            + " \"192.0.2.10\" or \"2001:db8::10\""
                                    : domains.size() != 1
                                                    || Domain.parse(domains.getFirst()).isEmpty()
                                            ? " must be one domain such as \"example.org\""
                                            : "";
                    if (!wrong.isEmpty()) {
                        problems.add(
                                at(file, entries.inputPositionOf(List.of(address)))
                                        + ": "
                                        + table
                                        + ".\""
                                        + address
                                        + '"'
                                        + wrong);
                    }
                });
    }

    /// `0.0.0.0` is where servers listen, and no connection's address.
    private static boolean isAddressOfHost(String text) {
        try {
            return !InetAddress.ofLiteral(text).isAnyLocalAddress();
        } catch (IllegalArgumentException noAddress) {
            return false;
        }
    }

    /// Tables of one kind, in the order of the file.
    private List<NamedTable> readEach(
            Path file, String kind, TomlTable table, List<Setting<?>> settings) {
        return readEach(file, kind, table, _ -> settings);
    }

    /// @param settings that a table may hold, by what it says
    private List<NamedTable> readEach(
            Path file,
            String kind,
            TomlTable table,
            Function<TomlTable, List<Setting<?>>> settings) {
        List<String> names = new ArrayList<>(table.keySet());
        names.sort(
                Comparator.comparingInt(name -> {
                    TomlPosition position = table.inputPositionOf(List.of(name));
                    return position == null ? 0 : position.line();
                }));
        List<NamedTable> read = new ArrayList<>();
        for (String name : names) {
            List<String> path = List.of(name);
            String full = kind + "." + name;
            if (table.get(path) instanceof TomlTable one) {
                Map<String, Value> values = readOne(file, full, one, settings.apply(one));
                read.add(new NamedTable(name, values, origin(file, table, path)));
            } else {
                problems.add(
                        at(file, table.inputPositionOf(path))
                                + ": "
                                + full
                                + " must be a table: ["
                                + full
                                + "]");
            }
        }
        return read;
    }

    private Map<String, Value> readOne(
            Path file, String name, TomlTable table, List<Setting<?>> settings) {
        Map<String, Setting<?>> forms =
                settings.stream().collect(Collectors.toMap(Setting::key, s -> s));
        Map<String, Value> read = NamedTable.presets(settings);
        for (String key : table.keySet()) {
            List<String> path = List.of(key);
            Object value = table.get(path);
            String text = value instanceof TomlArray array ? joined(array) : String.valueOf(value);
            String where = at(file, table.inputPositionOf(path));
            String full = name + "." + key;
            Setting<?> setting = forms.get(key);
            if (setting == null) {
                problems.add(
                        where + ": no such setting: " + full + Nearest.hint(key, forms.keySet()));
            } else if (isOfForm(setting, full, text, where)) {
                read.put(key, new Value(text, origin(file, table, path)));
            }
        }
        return read;
    }

    private static String joined(TomlArray array) {
        return array.toList().stream().map(String::valueOf).collect(Collectors.joining(","));
    }

    private static String at(Path file, @Nullable TomlPosition position) {
        return position == null
                ? file.toString()
                : file + ":" + position.line() + ":" + position.column();
    }

    private static String origin(Path file, TomlTable table, List<String> path) {
        TomlPosition position = table.inputPositionOf(path);
        return file.getFileName() + (position == null ? "" : ":" + position.line());
    }

    private void readEnvironment(Map<String, String> environment) {
        Map<String, Setting<?>> byVariable =
                SettingsTable.all().stream()
                        .collect(Collectors.toMap(Setting::environmentVariable, s -> s));
        environment.forEach((variable, text) -> {
            Setting<?> setting = byVariable.get(variable);
            if (setting != null) {
                set(setting.key(), text, variable, variable);
            } else if (variable.startsWith("PABAL_") && !LAUNCHER.contains(variable)) {
                problems.add(
                        variable
                                + ": no such setting"
                                + Nearest.hint(variable, byVariable.keySet()));
            }
        });
    }

    /// Variables that the launcher reads and the server does not.
    private static final List<String> LAUNCHER =
            List.of("PABAL_JAVA_OPTIONS", "PABAL_NO_AOT", "PABAL_DATA", "PABAL_CONFIG");

    private void set(String key, String text, String where, String origin) {
        Setting<?> setting = known.get(key);
        if (setting == null) {
            problems.add(where + ": no such setting: " + key + Nearest.hint(key, known.keySet()));
            return;
        }
        if (isOfForm(setting, key, text, where)) {
            values.put(key, new Value(text, origin));
        }
    }

    private boolean isOfForm(Setting<?> setting, String key, String text, String where) {
        try {
            setting.form().reader().read(text);
            return true;
        } catch (UnknownName unknown) {
            problems.add(where + ": " + key + ": " + unknown.getMessage());
            return false;
        } catch (IllegalArgumentException | ArithmeticException _) {
            problems.add(
                    where
                            + ": "
                            + key
                            + " must be "
                            + setting.form().expected()
                            + ", not: "
                            + text);
            return false;
        }
    }

    /// Settings that contradict each other.
    private void checkTogether() {
        requireBoth(TlsTable.TLS_CERTIFICATE, TlsTable.TLS_KEY);
        requireBoth(DeliveryTable.DELIVERY_CERTIFICATE, DeliveryTable.DELIVERY_KEY);
        requireBoth(SmarthostTable.RELAY_USER, SmarthostTable.RELAY_PASSWORD_FILE);
        if (!isSet(SmarthostTable.RELAY_HOST) && isSet(SmarthostTable.RELAY_USER)) {
            problems.add(
                    originOf(SmarthostTable.RELAY_USER)
                            + ": relay.user is set but relay.host is not; set relay.host or remove"
                            + " relay.user");
        }
        checks.forEach((kind, tables) ->
                problems.addAll(
                        switch (kind) {
                            case LmtpHostTable.KIND -> LmtpHostTable.contradictions(tables);
                            case HostTable.KIND -> HostTable.contradictions(tables);
                            case DnsListTable.KIND -> DnsListTable.contradictions(tables);
                            case DirectoryTable.KIND -> DirectoryTable.contradictions(tables);
                            default -> CheckTables.contradictions(kind, tables);
                        }));
        problems.addAll(RelayTable.contradictions(relays, isSet(SmarthostTable.RELAY_HOST)));
        Map<Integer, String> taken = new HashMap<>();
        for (Service service : ServicesTable.SERVICES) {
            String port = value(service.port()).text();
            if (!value(service.enabled()).text().equals("true") || port.equals("0")) {
                continue;
            }
            String other = taken.put(Integer.parseInt(port), service.name());
            if (other != null) {
                problems.add(
                        originOf(service.port())
                                + ": the services "
                                + other
                                + " and "
                                + service.name()
                                + " have the same port "
                                + port
                                + "; give one of them another or switch it off");
            }
        }
    }

    private void requireBoth(Setting<?> first, Setting<?> second) {
        if (isSet(first) != isSet(second)) {
            Setting<?> present = isSet(first) ? first : second;
            Setting<?> absent = isSet(first) ? second : first;
            problems.add(
                    originOf(present)
                            + ": "
                            + present.key()
                            + " is set but "
                            + absent.key()
                            + " is not; set both or neither");
        }
    }

    /// As read so far.
    private Value value(Setting<?> setting) {
        return values.getOrDefault(setting.key(), new Value(setting.preset(), "default"));
    }

    private boolean isSet(Setting<?> setting) {
        return !value(setting).text().isEmpty();
    }

    private String originOf(Setting<?> setting) {
        return value(setting).origin();
    }
}
