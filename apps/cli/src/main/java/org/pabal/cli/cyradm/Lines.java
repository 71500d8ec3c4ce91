// SPDX-License-Identifier: Apache-2.0
package org.pabal.cli.cyradm;

import java.io.BufferedReader;
import java.io.Console;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jline.reader.Candidate;
import org.jline.reader.EndOfFileException;
import org.jline.reader.LineReader;
import org.jline.reader.LineReaderBuilder;
import org.jline.reader.ParsedLine;
import org.jline.reader.UserInterruptException;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;

/// What is typed, line by line: at a terminal with editing, history and completion, else as it comes.
public interface Lines extends AutoCloseable {

    /// Empty at the end.
    Optional<String> next() throws IOException;

    @Override
    void close() throws IOException;

    @SuppressWarnings("SystemConsoleNull") // the checker of nulls does not know that yet
    static Lines of(BufferedReader in, Shell shell) throws IOException {
        Console console = System.console();
        return console != null && console.isTerminal() ? new Typed(shell) : new Piped(in);
    }

    /// From a file or another program: no prompt is in the way of what is printed.
    record Piped(BufferedReader in) implements Lines {
        @Override
        public Optional<String> next() throws IOException {
            return Optional.ofNullable(in.readLine());
        }

        @Override
        public void close() {}
    }

    /// From somebody.
    final class Typed implements Lines {
        private static final int MAX_HISTORY = 1_000;

        private final Shell shell;
        private final Terminal terminal;
        private final LineReader reader;

        Typed(Shell shell) throws IOException {
            this.shell = shell;
            this.terminal = TerminalBuilder.builder().system(true).dumb(true).build();
            Path history = Path.of(System.getProperty("user.home"), ".pabal_cyradm_history");
            this.reader =
                    LineReaderBuilder.builder()
                            .appName("cyradm")
                            .terminal(terminal)
                            .completer((_, line, found) -> complete(line, found))
                            .variable(LineReader.HISTORY_FILE, history)
                            .variable(LineReader.HISTORY_FILE_SIZE, MAX_HISTORY)
                            .option(LineReader.Option.DISABLE_EVENT_EXPANSION, true)
                            .build();
        }

        private void complete(ParsedLine line, List<Candidate> found) {
            List<String> before = line.words().subList(0, line.wordIndex());
            for (String word : shell.completions(before, line.word())) {
                boolean whole = !word.endsWith(".");
                found.add(new Candidate(word, word, null, null, null, null, whole));
            }
        }

        @Override
        public Optional<String> next() {
            while (true) {
                try {
                    return Optional.of(reader.readLine(shell.prompt()));
                } catch (UserInterruptException _) {
                    // What was typed is forgotten.
                } catch (EndOfFileException _) {
                    return Optional.empty();
                }
            }
        }

        @Override
        public void close() throws IOException {
            reader.getHistory().save();
            terminal.close();
        }
    }
}
