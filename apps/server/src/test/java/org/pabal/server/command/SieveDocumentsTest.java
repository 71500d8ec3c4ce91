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
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pabal.cli.Context;
import org.pabal.cli.Messages;
import org.pabal.cli.PabalCommand;
import org.pabal.server.settings.SettingsReader;

/// What docs/operations/managesieve.md shows is true: its settings exist, its commands answer as they
/// do there.
class SieveDocumentsTest {
    private static final Path DOCUMENT = Path.of("../../docs/operations/managesieve.md");
    private static final Pattern BLOCK =
            Pattern.compile("```(toml|console|sieve)(?: (\\S+))?\n(.*?)```", Pattern.DOTALL);

    @TempDir private Path folder;

    @Test
    void everyExampleIsTrue() throws Exception {
        Matcher block = BLOCK.matcher(Files.readString(DOCUMENT));
        int commands = 0;
        while (block.find()) {
            String text = block.group(3);
            switch (block.group(1)) {
                case "toml" -> readSettings(text);
                case "sieve" -> Files.writeString(folder.resolve(block.group(2)), text);
                default -> commands += run(text);
            }
        }
        assertThat(commands).isGreaterThan(8);
    }

    private void readSettings(String text) throws Exception {
        Path file = Files.writeString(folder.resolve("pabal.toml"), text);
        SettingsReader.read(Optional.of(file), Map.of(), Map.of());
    }

    private int run(String text) throws IOException {
        int commands = 0;
        for (String part : text.split("(?m)^\\$ pabal ")) {
            if (!part.isEmpty()) {
                int end = part.indexOf('\n');
                assertThat(answer(part.substring(0, end)))
                        .as(part)
                        .isEqualTo(part.substring(end + 1));
                commands++;
            }
        }
        return commands;
    }

    /// Files lie in the folder of the test.
    private String answer(String command) {
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
        List<String> words = new ArrayList<>();
        for (String word : command.split(" ")) {
            words.add(word.endsWith(".sieve") ? folder.resolve(word).toString() : word);
        }
        words.addAll(List.of("--data", folder.resolve("data").toString()));
        PabalCommand.commandLine(context).execute(words.toArray(String[]::new));
        return shown.toString().replace(folder + "/", "");
    }
}
