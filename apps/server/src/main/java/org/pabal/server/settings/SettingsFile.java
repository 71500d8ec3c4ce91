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

/// Reads one file of settings, in TOML. Each problem has the line where it stands.
final class SettingsFile {
    private final Path file;
    private final SettingsFound found;

    private SettingsFile(Path file, SettingsFound found) {
        this.file = file;
        this.found = found;
    }

    /// @param found gets what the file sets, and what is wrong with it
    static void read(Path file, SettingsFound found) {
        try {
            TomlParseResult parsed = Toml.parse(Files.readString(file));
            SettingsFile reader = new SettingsFile(file, found);
            for (TomlParseError error : parsed.errors()) {
                found.problem(reader.at(error.position()), String.valueOf(error.getMessage()));
            }
            reader.readTable("", parsed);
        } catch (NoSuchFileException absent) {
            found.problem(file.toString(), "there is no such file");
        } catch (MalformedInputException notText) {
            found.problem(file.toString(), "is not UTF-8 text");
        } catch (IOException unreadable) {
            found.problem(file.toString(), "cannot be read: " + unreadable.getMessage());
        }
    }

    private void readTable(String prefix, TomlTable table) {
        for (String name : table.keySet()) {
            String key = prefix + name;
            switch (table.get(List.of(name))) {
                case TomlTable inner when isOfItsOwn(key, inner) -> {}
                case TomlTable inner -> readTable(key + ".", inner);
                case null -> {}
                case Object value ->
                        found.set(key, text(value), at(table, name), origin(table, name));
            }
        }
    }

    /// Reads a table that is no group of settings; false when it is one.
    private boolean isOfItsOwn(String key, TomlTable table) {
        if (found.routing().read(key, table, this::at)) {
            return true;
        }
        Optional<TableKind> kind = TableKind.of(key);
        if (kind.isPresent()) {
            found.put(kind.get(), readEach(key, table, kind.get().settings()));
            return true;
        }
        switch (key) {
            case RelayTable.RELAYS ->
                    readEach(key, table, _ -> RelayTable.SETTINGS).stream()
                            .map(RelayTable::new)
                            .forEach(found::relay);
            case DeliveryTable.DELIVERY_TLS ->
                    found.put(key, readEntries(key, table, DeliveryTable.TLS_DEMANDS));
            case DnsTable.DNS_RECORDS -> found.put(key, readEntries(key, table, List.of()));
            case ServicesTable.DOMAIN_BY_ADDRESS ->
                    found.put(key, readDomainsByAddress(key, table));
            default -> {
                return false;
            }
        }
        return true;
    }

    /// Tables of one kind, in the order of the file.
    ///
    /// @param settings that a table may hold, by its `type`
    private List<NamedTable> readEach(
            String kind, TomlTable tables, Function<String, List<Setting<?>>> settings) {
        List<String> names = new ArrayList<>(tables.keySet());
        names.sort(
                Comparator.comparingInt(name -> {
                    TomlPosition position = tables.inputPositionOf(List.of(name));
                    return position == null ? 0 : position.line();
                }));
        List<NamedTable> read = new ArrayList<>();
        for (String name : names) {
            String full = kind + "." + name;
            if (tables.get(List.of(name)) instanceof TomlTable one) {
                Object type = one.get(List.of("type"));
                Map<String, Value> values =
                        readOne(full, one, settings.apply(type == null ? "" : type.toString()));
                read.add(new NamedTable(name, values, origin(tables, name)));
            } else {
                found.problem(at(tables, name), full + " must be a table: [" + full + "]");
            }
        }
        return read;
    }

    private Map<String, Value> readOne(String name, TomlTable table, List<Setting<?>> settings) {
        Map<String, Setting<?>> forms =
                settings.stream().collect(Collectors.toMap(Setting::key, s -> s));
        Map<String, Value> read = NamedTable.presets(settings);
        for (String key : table.keySet()) {
            String text = text(table.get(List.of(key)));
            String full = name + "." + key;
            Setting<?> setting = forms.get(key);
            if (setting == null) {
                found.isUnknown(at(table, key), full, key, forms.keySet());
            } else if (found.isOfForm(setting, full, text, at(table, key))) {
                read.put(key, new Value(text, origin(table, key)));
            }
        }
        return read;
    }

    /// A table whose keys are names of the operator's choice.
    ///
    /// @param words that a value may be; empty for any
    private Map<String, List<String>> readEntries(
            String table, TomlTable entries, List<String> words) {
        Map<String, List<String>> read = new TreeMap<>();
        for (String name : entries.keySet()) {
            Object value = entries.get(List.of(name));
            List<String> texts =
                    value instanceof TomlArray array ? texts(array) : List.of(text(value));
            boolean oneOfTheWords = texts.size() == 1 && words.containsAll(texts);
            if (value instanceof TomlTable || !words.isEmpty() && !oneOfTheWords) {
                found.problem(
                        at(entries, name),
                        table
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
        return read;
    }

    /// `"192.0.2.10" = "example.org"`.
    private Map<String, List<String>> readDomainsByAddress(String table, TomlTable entries) {
        Map<String, List<String>> read = readEntries(table, entries, List.of());
        read.forEach((address, domains) -> {
            String wrong =
                    !isAddressOfHost(address)
                            ? " is not named by an IP address of this host, such as"
                                    + " \"192.0.2.10\" or \"2001:db8::10\""
                            : domains.size() != 1 || Domain.parse(domains.getFirst()).isEmpty()
                                    ? " must be one domain such as \"example.org\""
                                    : "";
            if (!wrong.isEmpty()) {
                found.problem(at(entries, address), table + ".\"" + address + '"' + wrong);
            }
        });
        return read;
    }

    /// `0.0.0.0` is where servers listen, and no connection's address.
    private static boolean isAddressOfHost(String text) {
        try {
            return !InetAddress.ofLiteral(text).isAnyLocalAddress();
        } catch (IllegalArgumentException noAddress) {
            return false;
        }
    }

    private static String text(@Nullable Object value) {
        return value instanceof TomlArray array
                ? String.join(",", texts(array))
                : String.valueOf(value);
    }

    private static List<String> texts(TomlArray array) {
        return array.toList().stream().map(String::valueOf).toList();
    }

    private String at(TomlTable table, String key) {
        return at(table.inputPositionOf(List.of(key)));
    }

    private String at(@Nullable TomlPosition position) {
        return position == null
                ? file.toString()
                : file + ":" + position.line() + ":" + position.column();
    }

    private String origin(TomlTable table, String key) {
        TomlPosition position = table.inputPositionOf(List.of(key));
        return file.getFileName() + (position == null ? "" : ":" + position.line());
    }
}
