// SPDX-License-Identifier: Apache-2.0
package org.pabal.mta.routing;

import java.util.ArrayList;
import java.util.List;

/// The syntax of `/etc/aliases`, as sendmail and Postfix have it: `name: target, target`, where a
/// line that begins with white space goes on with the one before and one that begins with `#` says
/// nothing. Any text gives entries or problems, never an exception.
final class AliasSyntax {
    private AliasSyntax() {}

    /// @param line on which it begins
    /// @param name without quotes; empty in the list of an include file
    /// @param targets as written, without quotes
    record Entry(int line, String name, List<Word> targets) {}

    /// @param quoted it stood in quotes, so that a backslash at its beginning is a character
    record Word(String text, boolean quoted) {}

    /// @param problems each with its line: `12: text`
    record Parsed(List<Entry> entries, List<String> problems) {}

    static Parsed aliases(List<String> lines) {
        List<Entry> entries = new ArrayList<>();
        List<String> problems = new ArrayList<>();
        for (Logical logical : logical(lines, problems)) {
            int colon = outsideQuotes(logical.text, ':', 0);
            String name = colon < 0 ? "" : logical.text.substring(0, colon).strip();
            String plain = unquoted(name);
            if (colon < 0 || plain.isEmpty()) {
                problems.add(logical.line + ": an alias must be written \"name: target, target\"");
                continue;
            }
            List<Word> targets = targets(logical.text.substring(colon + 1));
            if (targets.isEmpty()) {
                problems.add(logical.line + ": the alias " + plain + " has no target; name one");
            } else {
                entries.add(new Entry(logical.line, plain, targets));
            }
        }
        return new Parsed(entries, problems);
    }

    /// The targets of an include file: a list on each line.
    static Parsed included(List<String> lines) {
        List<Entry> entries = new ArrayList<>();
        int number = 0;
        for (String line : lines) {
            number++;
            if (!isComment(line)) {
                entries.add(new Entry(number, "", targets(line)));
            }
        }
        return new Parsed(entries, List.of());
    }

    private record Logical(int line, String text) {}

    private static List<Logical> logical(List<String> lines, List<String> problems) {
        List<Logical> all = new ArrayList<>();
        StringBuilder text = new StringBuilder();
        int first = 0;
        int number = 0;
        for (String line : lines) {
            number++;
            if (isComment(line)) {
                continue;
            }
            if (!Character.isWhitespace(line.charAt(0))) {
                add(all, first, text);
                first = number;
            } else if (first == 0) {
                problems.add(
                        number
                                + ": a line that begins with white space goes on with an alias,"
                                + " but there is none before it");
                continue;
            }
            text.append(line).append(' ');
        }
        add(all, first, text);
        return all;
    }

    private static void add(List<Logical> all, int line, StringBuilder text) {
        if (!text.isEmpty()) {
            all.add(new Logical(line, text.toString()));
            text.setLength(0);
        }
    }

    private static boolean isComment(String line) {
        return line.isBlank() || line.stripLeading().startsWith("#");
    }

    private static List<Word> targets(String text) {
        List<Word> targets = new ArrayList<>();
        int from = 0;
        while (from <= text.length()) {
            int comma = outsideQuotes(text, ',', from);
            int to = comma < 0 ? text.length() : comma;
            String word = text.substring(from, to).strip();
            if (!word.isEmpty()) {
                boolean whole = word.length() > 1 && word.startsWith("\"") && word.endsWith("\"");
                targets.add(new Word(whole ? unquoted(word) : word, whole));
            }
            from = to + 1;
        }
        return targets;
    }

    /// A quote that is not closed goes to the end of the text.
    private static int outsideQuotes(String text, char sought, int from) {
        boolean quoted = false;
        for (int at = from; at < text.length(); at++) {
            char c = text.charAt(at);
            if (c == '\\' && quoted) {
                at++;
            } else if (c == '"') {
                quoted = !quoted;
            } else if (c == sought && !quoted) {
                return at;
            }
        }
        return -1;
    }

    /// Without the quotes around it and the backslashes in them.
    private static String unquoted(String text) {
        if (text.length() < 2 || !text.startsWith("\"") || !text.endsWith("\"")) {
            return text;
        }
        StringBuilder plain = new StringBuilder();
        for (int at = 1; at < text.length() - 1; at++) {
            char c = text.charAt(at);
            if (c == '\\' && at + 1 < text.length() - 1) {
                at++;
                c = text.charAt(at);
            }
            plain.append(c);
        }
        return plain.toString();
    }

    /// The words of a command: at white space, but for what stands in quotes of either kind or
    /// behind a backslash. Nothing else means anything; no shell sees it.
    static List<String> command(String text) {
        List<String> words = new ArrayList<>();
        StringBuilder word = new StringBuilder();
        boolean inWord = false;
        char quote = 0;
        for (int at = 0; at < text.length(); at++) {
            char c = text.charAt(at);
            if (quote != 0 ? c == quote : c == '"' || c == '\'') {
                quote = quote == 0 ? c : 0;
                inWord = true;
            } else if (quote == 0 && Character.isWhitespace(c)) {
                if (inWord) {
                    words.add(word.toString());
                }
                word.setLength(0);
                inWord = false;
            } else {
                at += c == '\\' && quote != '\'' && at + 1 < text.length() ? 1 : 0;
                word.append(text.charAt(at));
                inWord = true;
            }
        }
        if (inWord) {
            words.add(word.toString());
        }
        return words;
    }
}
