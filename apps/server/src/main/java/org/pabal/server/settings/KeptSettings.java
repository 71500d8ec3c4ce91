// SPDX-License-Identifier: Apache-2.0
package org.pabal.server.settings;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.tomlj.Toml;
import org.tomlj.TomlArray;
import org.tomlj.TomlParseResult;

/// What the web pages keep of the settings: `kept.toml` in the data directory. It has the form of
/// `pabal.toml` and stands beneath it: what the operator writes there, in the environment or on the
/// command line, holds. Safe for use by many threads.
public final class KeptSettings {
    private static final String NAME = "kept.toml";
    private static final String BEFORE = "kept.toml.before";

    private static final String HEADER =
            """
            # Settings that were made in the web pages. What pabal.toml says of the same goes before.
            # You may change this file while the server does not run; comments are not kept.
            """;

    private final Path file;
    private final Path before;

    public KeptSettings(Path data) {
        this.file = data.resolve(NAME);
        this.before = data.resolve(BEFORE);
    }

    /// Empty when nothing is kept.
    Optional<Path> file() {
        return Optional.of(file).filter(Files::exists);
    }

    /// Whether a value may be changed by the pages: nobody else has set it.
    ///
    /// @param origin of {@link Settings.Value}
    public static boolean isFree(String origin) {
        return origin.equals("default") || isKept(origin);
    }

    /// Whether a value stands in the file of the pages.
    ///
    /// @param origin of {@link Settings.Value}
    public static boolean isKept(String origin) {
        return origin.startsWith(NAME);
    }

    /// All that is kept, and what would be taken back to.
    public synchronized String text() throws IOException {
        return text(file) + text(before);
    }

    private static String text(Path file) throws IOException {
        return Files.exists(file) ? Files.readString(file) : "";
    }

    /// Keeps these, and all that were kept before; durable when it returns.
    ///
    /// @param changes by key as in the file, with dots; an empty text removes
    public synchronized void put(Map<String, String> changes) throws IOException {
        Map<String, String> all = read();
        changes.forEach((key, text) -> {
            if (text.isEmpty()) {
                all.remove(key);
            } else {
                all.put(key, text);
            }
        });
        PrivateFile.write(before, Files.exists(file) ? Files.readString(file) : HEADER);
        StringBuilder text = new StringBuilder(HEADER);
        all.forEach((key, value) ->
                text.append(key).append(" = \"").append(Toml.tomlEscape(value)).append("\"\n"));
        PrivateFile.write(file, text.toString());
    }

    private Map<String, String> read() throws IOException {
        Map<String, String> all = new TreeMap<>();
        if (Files.exists(file)) {
            TomlParseResult parsed = Toml.parse(Files.readString(file));
            if (parsed.hasErrors()) {
                throw new IOException(file + " is not TOML: " + parsed.errors().getFirst());
            }
            for (String key : parsed.dottedKeySet()) {
                all.put(key, text(parsed.get(key)));
            }
        }
        return all;
    }

    private static String text(@Nullable Object value) {
        return value instanceof TomlArray array
                ? String.join(",", array.toList().stream().map(String::valueOf).toList())
                : String.valueOf(value);
    }

    /// Takes the last change back: with it the server does not start.
    ///
    /// @return false when there is none
    public synchronized boolean takeBack() throws IOException {
        if (!Files.exists(before)) {
            return false;
        }
        Files.move(before, file, StandardCopyOption.ATOMIC_MOVE);
        PrivateFile.sync(file);
        return true;
    }
}
