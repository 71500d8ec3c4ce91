// SPDX-License-Identifier: Apache-2.0
package org.pabal.server.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.pabal.cli.Context;
import org.pabal.cli.Messages;
import org.pabal.cli.PabalCommand;
import org.pabal.server.composition.SettingsCheck;
import org.pabal.server.settings.SettingsException;
import org.pabal.server.settings.SettingsReader;

/// What docs/operations/routing.md shows is true: its settings are accepted, its files are read, and
/// its commands answer as they do there.
class RoutingDocumentTest {
    private static final Path DOCUMENT = Path.of("../../docs/operations/routing.md");
    private static final Pattern BLOCK = Pattern.compile("```([a-z-]+)\n(.*?)```", Pattern.DOTALL);

    @TempDir private Path folder;

    @TestFactory
    Stream<DynamicTest> everySectionIsTrue() throws IOException {
        return Stream.of(Files.readString(DOCUMENT).split("\n## "))
                .map(section ->
                        DynamicTest.dynamicTest(
                                section.lines().findFirst().orElse(""), () -> check(section)));
    }

    private void check(String section) throws Exception {
        Path place = Files.createTempDirectory(folder, "section");
        Files.createDirectories(place.resolve("etc"));
        Files.writeString(place.resolve("etc/relay-recipients"), "bob@example.net\n@example.edu\n");
        List<String> settings = new ArrayList<>();
        Matcher block = BLOCK.matcher(section);
        while (block.find()) {
            String text = block.group(2).replace("/etc/pabal/", place + "/etc/");
            switch (block.group(1)) {
                case "toml" -> settings.add(text);
                case "aliases" -> {
                    Path file = Files.writeString(place.resolve("etc/aliases"), text);
                    Files.setPosixFilePermissions(
                            file, PosixFilePermissions.fromString("rw-r--r--"));
                }
                case "console" -> commands(place.resolve("data"), text);
                case "toml-wrong" -> assertThat(problems(place, text)).hasSize(1);
                default -> {}
            }
        }
        for (String text : settings) {
            assertThat(problems(place, text)).as(text).isEmpty();
        }
    }

    private static List<String> problems(Path place, String text) throws IOException {
        Path file = Files.writeString(place.resolve("pabal.toml"), text);
        try {
            return SettingsCheck.problems(
                    SettingsReader.read(Optional.of(file), Map.of(), Map.of()));
        } catch (SettingsException wrong) {
            return wrong.problems();
        }
    }

    private static void commands(Path data, String text) {
        for (String part : text.split("(?m)^\\$ pabal ")) {
            if (!part.isEmpty()) {
                int end = part.indexOf('\n');
                assertThat(run(data, part.substring(0, end)))
                        .as(part)
                        .isEqualTo(part.substring(end + 1));
            }
        }
    }

    private static String run(Path data, String command) {
        StringWriter shown = new StringWriter();
        PrintWriter out = new PrintWriter(shown, true);
        Context context =
                new Context(
                        out,
                        out,
                        new BufferedReader(new StringReader("a-long-secret\n")),
                        new Messages(Locale.ENGLISH),
                        "test",
                        StoreOrServer::reach);
        List<String> words = new ArrayList<>(List.of(command.split(" ")));
        words.addAll(List.of("--data", data.toString()));
        PabalCommand.commandLine(context).execute(words.toArray(String[]::new));
        return shown.toString();
    }
}
