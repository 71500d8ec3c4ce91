// SPDX-License-Identifier: Apache-2.0
package org.pabal.cli.cyradm;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A line as a shell reads it: commands with `;` between them, words between blanks, quotes, `\`, and
/// output that goes to a file.
final class Words {
    private final String line;
    private int at;

    private Words(String line) {
        this.line = line;
    }

    /// One command.
    ///
    /// @param words the verb first
    /// @param output where what it prints goes; empty for the terminal
    record Command(List<String> words, Optional<Output> output) {}

    /// @param appends to what the file holds
    record Output(String file, boolean appends) {}

    /// @throws CyradmException for a quote without its end, and the like
    static List<Command> commands(String line) throws CyradmException {
        return new Words(line).all();
    }

    private List<Command> all() throws CyradmException {
        List<Command> commands = new ArrayList<>();
        List<String> words = new ArrayList<>();
        Optional<Output> output = Optional.empty();
        while (skipBlanks()) {
            char c = line.charAt(at);
            if (c == ';') {
                at++;
                add(words, output, commands);
                words = new ArrayList<>();
                output = Optional.empty();
            } else if (c == '>') {
                output = Optional.of(output());
            } else if (c == '<' || c == '&') {
                throw new CyradmException("syntax error: cannot deal with `" + c + "' here");
            } else {
                words.add(word());
            }
        }
        add(words, output, commands);
        return commands;
    }

    private static void add(List<String> words, Optional<Output> output, List<Command> commands) {
        if (!words.isEmpty()) {
            commands.add(new Command(List.copyOf(words), output));
        }
    }

    /// @return false at the end of the line
    private boolean skipBlanks() {
        while (at < line.length() && Character.isWhitespace(line.charAt(at))) {
            at++;
        }
        return at < line.length();
    }

    private Output output() throws CyradmException {
        at++;
        boolean appends = at < line.length() && line.charAt(at) == '>';
        if (appends) {
            at++;
        }
        if (!skipBlanks() || ";<>&".indexOf(line.charAt(at)) >= 0) {
            throw new CyradmException("syntax error: no file behind `>'");
        }
        return new Output(word(), appends);
    }

    private String word() throws CyradmException {
        StringBuilder word = new StringBuilder();
        while (at < line.length()) {
            char c = line.charAt(at);
            if (Character.isWhitespace(c) || ";<>&".indexOf(c) >= 0) {
                break;
            }
            at++;
            if (c == '\'' || c == '"') {
                quoted(c, word);
            } else if (c == '\\' && at < line.length()) {
                word.append(line.charAt(at++));
            } else {
                word.append(c);
            }
        }
        return word.toString();
    }

    private void quoted(char quote, StringBuilder word) throws CyradmException {
        while (at < line.length()) {
            char c = line.charAt(at++);
            if (c == quote) {
                return;
            }
            if (c == '\\' && quote == '"' && at < line.length()) {
                word.append(line.charAt(at++));
            } else {
                word.append(c);
            }
        }
        throw new CyradmException("syntax error: no " + quote + " at the end");
    }
}
