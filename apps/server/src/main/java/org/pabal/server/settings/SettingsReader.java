// SPDX-License-Identifier: Apache-2.0
package org.pabal.server.settings;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// Reads the settings: defaults, then what the pages keep, then the file, then the environment, then
/// the command line; the later wins. All problems are found in one go, each with file, line and the
/// nearest known key.
public final class SettingsReader {
    /// Variables that the launcher reads and the server does not.
    private static final List<String> LAUNCHER =
            List.of("PABAL_JAVA_OPTIONS", "PABAL_NO_AOT", "PABAL_DATA", "PABAL_CONFIG");

    private SettingsReader() {}

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
        SettingsFound found = new SettingsFound();
        kept.ifPresent(path -> SettingsFile.read(path, found));
        file.ifPresent(path -> SettingsFile.read(path, found));
        readEnvironment(environment, found);
        options.forEach((key, text) -> found.set(key, text, "--" + key, "--" + key));
        SettingsTogether.check(found);
        return found.settings();
    }

    private static void readEnvironment(Map<String, String> environment, SettingsFound found) {
        Map<String, Setting<?>> byVariable =
                SettingsTable.all().stream()
                        .collect(Collectors.toMap(Setting::environmentVariable, s -> s));
        environment.forEach((variable, text) -> {
            Setting<?> setting = byVariable.get(variable);
            if (setting != null) {
                found.set(setting.key(), text, variable, variable);
            } else if (variable.startsWith("PABAL_") && !LAUNCHER.contains(variable)) {
                found.problem(
                        variable, "no such setting" + Nearest.hint(variable, byVariable.keySet()));
            }
        });
    }
}
