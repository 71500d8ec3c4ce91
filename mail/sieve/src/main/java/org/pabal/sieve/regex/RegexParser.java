// SPDX-License-Identifier: Apache-2.0
package org.pabal.sieve.regex;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.pabal.sieve.regex.CharSet.Range;
import org.pabal.sieve.regex.Instruction.Place;

/// `extended_reg_exp` of POSIX, with the escapes that GNU's has: `\w \W \s \S \b \B \< \>`, and
/// `\d` and `\D`.
final class RegexParser {
    private static final int MAX_DEPTH = 100;
    private static final int MAX_REPEAT = 255; // RE_DUP_MAX
    static final int MAX_GROUPS = 99;

    private final int[] text;
    private int next;
    private int groups;
    private int depth;

    private RegexParser(String text) {
        this.text = text.codePoints().toArray();
    }

    /// @param groups that the expression has
    record Parsed(Node node, int groups) {}

    static Parsed parse(String text) throws RegexSyntaxException {
        RegexParser parser = new RegexParser(text);
        Node node = parser.choice();
        if (parser.next < parser.text.length) {
            throw error("a `)` closes nothing: write \\) for the character");
        }
        return new Parsed(node, Math.min(parser.groups, MAX_GROUPS));
    }

    /// `extended_reg_exp = ERE_branch *("|" ERE_branch)`
    private Node choice() throws RegexSyntaxException {
        depth++;
        if (depth > MAX_DEPTH) {
            throw error("its groups are nested too deep");
        }
        List<Node> branches = new ArrayList<>();
        branches.add(branch());
        while (is('|')) {
            next++;
            branches.add(branch());
        }
        depth--;
        return branches.size() == 1 ? branches.getFirst() : new Node.Choice(List.copyOf(branches));
    }

    /// `ERE_branch = *ERE_expression`
    private Node branch() throws RegexSyntaxException {
        List<Node> nodes = new ArrayList<>();
        while (next < text.length && !is('|') && !is(')')) {
            Node node = atom();
            while (next < text.length && isRepeat()) {
                node = repeat(node);
            }
            nodes.add(node);
        }
        return switch (nodes.size()) {
            case 0 -> new Node.Empty();
            case 1 -> nodes.getFirst();
            default -> new Node.Sequence(List.copyOf(nodes));
        };
    }

    private Node atom() throws RegexSyntaxException {
        int c = text[next];
        next++;
        return switch (c) {
            case '(' -> group();
            case '[' -> new Node.Chars(bracket());
            case '.' -> new Node.Any();
            case '^' -> new Node.Assertion(Place.START);
            case '$' -> new Node.Assertion(Place.END);
            case '\\' -> escape();
            case '*', '+', '?', '{' ->
                    throw error("there is nothing before `" + (char) c + "` to repeat");
            default -> new Node.Literal(c);
        };
    }

    private Node group() throws RegexSyntaxException {
        groups++;
        int number = groups;
        Node inside = choice();
        if (!is(')')) {
            throw error("a `)` is missing");
        }
        next++;
        return number > MAX_GROUPS ? inside : new Node.Group(number, inside);
    }

    private Node escape() throws RegexSyntaxException {
        if (next == text.length) {
            throw error("nothing follows the last `\\`");
        }
        int c = text[next];
        next++;
        return switch (c) {
            case 'w' -> new Node.Chars(CharSet.of(CharClass.WORD, false));
            case 'W' -> new Node.Chars(CharSet.of(CharClass.WORD, true));
            case 's' -> new Node.Chars(CharSet.of(CharClass.SPACE, false));
            case 'S' -> new Node.Chars(CharSet.of(CharClass.SPACE, true));
            case 'd' -> new Node.Chars(CharSet.of(CharClass.DIGIT, false));
            case 'D' -> new Node.Chars(CharSet.of(CharClass.DIGIT, true));
            case 'b' -> new Node.Assertion(Place.WORD_EDGE);
            case 'B' -> new Node.Assertion(Place.NO_WORD_EDGE);
            case '<' -> new Node.Assertion(Place.WORD_START);
            case '>' -> new Node.Assertion(Place.WORD_END);
            case '1', '2', '3', '4', '5', '6', '7', '8', '9' ->
                    throw error("back-references such as \\" + (char) c + " are not possible");
            default -> new Node.Literal(c);
        };
    }

    // Repetition.

    private boolean isRepeat() {
        return is('*') || is('+') || is('?') || is('{');
    }

    /// `ERE_dupl_symbol = "*" / "+" / "?" / "{" count ["," [count]] "}"`
    private Node repeat(Node node) throws RegexSyntaxException {
        int c = text[next];
        next++;
        return switch (c) {
            case '*' -> new Node.Repeat(node, 0, -1);
            case '+' -> new Node.Repeat(node, 1, -1);
            case '?' -> new Node.Repeat(node, 0, 1);
            default -> interval(node);
        };
    }

    private Node interval(Node node) throws RegexSyntaxException {
        int min = count().orElse(-1);
        int max = min;
        if (is(',')) {
            next++;
            max = count().orElse(-1);
            if (min < 0 && max >= 0) {
                min = 0;
            }
        }
        if (min < 0 || !is('}')) {
            throw error("`{` is followed by a number, or two: write \\{ for the character");
        }
        next++;
        if (max >= 0 && max < min) {
            throw error("the second number in {" + min + "," + max + "} is smaller");
        }
        return new Node.Repeat(node, min, max);
    }

    private Optional<Integer> count() throws RegexSyntaxException {
        int start = next;
        int value = 0;
        while (next < text.length && text[next] >= '0' && text[next] <= '9') {
            value = value * 10 + (text[next] - '0');
            if (value > MAX_REPEAT) {
                throw error("something can be repeated " + MAX_REPEAT + " times, not more");
            }
            next++;
        }
        return next > start ? Optional.of(value) : Optional.empty();
    }

    // Brackets.

    /// `bracket_expression`: a `]` right at its beginning is one of its characters, and so is `\`.
    private CharSet bracket() throws RegexSyntaxException {
        boolean negated = is('^');
        next += negated ? 1 : 0;
        CharSet.Builder set = new CharSet.Builder();
        boolean first = true;
        while (first || !is(']')) {
            if (next >= text.length) {
                throw error("a `]` is missing");
            }
            first = false;
            member(set);
        }
        next++;
        return set.build(negated);
    }

    private void member(CharSet.Builder set) throws RegexSyntaxException {
        if (is('[') && isAt(next + 1, ':')) {
            String name = named(':');
            set.classes.add(
                    CharClass.named(name)
                            .orElseThrow(() -> error("there is no class [:" + name + ":]")));
            return;
        }
        int from = end();
        boolean range = is('-') && next + 1 < text.length && text[next + 1] != ']';
        if (!range) {
            set.ranges.add(new Range(from, from));
            return;
        }
        next++;
        int to = end();
        if (to < from) {
            throw error("a range in brackets ends before it begins");
        }
        set.ranges.add(new Range(from, to));
    }

    /// One end of a range: a character, `[.x.]` or `[=x=]`.
    private int end() throws RegexSyntaxException {
        if (next >= text.length) {
            throw error("a `]` is missing");
        }
        if (is('[') && (isAt(next + 1, '.') || isAt(next + 1, '='))) {
            String name = named((char) text[next + 1]);
            if (name.codePointCount(0, name.length()) != 1) {
                throw error("there is no character called " + name);
            }
            return name.codePointAt(0);
        }
        return text[next++];
    }

    /// What stands between `[:` and `:]` and their like.
    private String named(char mark) throws RegexSyntaxException {
        int start = next + 2;
        int end = start;
        while (end + 1 < text.length && !(text[end] == mark && text[end + 1] == ']')) {
            end++;
        }
        if (end + 1 >= text.length) {
            throw error("a `" + mark + "]` is missing");
        }
        next = end + 2;
        return new String(text, start, end - start);
    }

    private boolean is(char c) {
        return isAt(next, c);
    }

    private boolean isAt(int at, char c) {
        return at < text.length && text[at] == c;
    }

    private static RegexSyntaxException error(String message) {
        return new RegexSyntaxException(message);
    }
}
