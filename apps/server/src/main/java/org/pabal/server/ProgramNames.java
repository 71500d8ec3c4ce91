// SPDX-License-Identifier: Apache-2.0
package org.pabal.server;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import org.pabal.cli.Messages;
import org.pabal.cli.Place;
import org.pabal.server.local.Invocation;
import org.pabal.server.local.LocalCommands;

/// `pabal sendmail`, `mailq`, `newaliases` and `deliver`, whose options are not those of the other
/// commands, and which do without their start.
final class ProgramNames {
    private static final Path USUAL_DATA = Path.of("/var/lib/pabal");

    private ProgramNames() {}

    /// @return the exit code; empty when it is another command
    static OptionalInt run(String[] arguments) {
        List<String> words = new ArrayList<>(List.of(arguments));
        Optional<Path> data = option(words, "--data");
        Optional<Path> config = option(words, "--config");
        if (words.isEmpty()) {
            return OptionalInt.empty();
        }
        Path directory = data.or(() -> environment("PABAL_DATA")).orElse(USUAL_DATA);
        Invocation invocation =
                new Invocation(
                        System.in,
                        System.out,
                        System.err,
                        System.getenv(),
                        new Place(directory, config.filter(Files::exists)),
                        System.getProperty("user.name", ""),
                        new Messages(Locale.getDefault()));
        return LocalCommands.run(invocation, words.getFirst(), words.subList(1, words.size()));
    }

    private static Optional<Path> environment(String name) {
        return Optional.ofNullable(System.getenv(name))
                .filter(text -> !text.isEmpty())
                .map(Path::of);
    }

    /// Takes an option from before the command, or from its end: callers append.
    private static Optional<Path> option(List<String> words, String name) {
        if (words.size() > 2 && words.getFirst().equals(name)) {
            words.removeFirst();
            return Optional.of(Path.of(words.removeFirst()));
        }
        int last = words.size() - 2;
        if (last > 0 && words.get(last).equals(name)) {
            words.removeLast();
            return Optional.of(Path.of(words.remove(last)));
        }
        return Optional.empty();
    }
}
