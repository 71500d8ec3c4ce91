// SPDX-License-Identifier: Apache-2.0
package org.pabal.sieve.syntax;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.pabal.sieve.Finding;
import org.pabal.sieve.syntax.Clause.Argument;
import org.pabal.sieve.syntax.Token.Kind;

/// `start = commands`. RFC 5228 §8.2.
///
/// Any octets give a tree or errors, several at once: after an error it goes on behind the next
/// semicolon or block. What is nested deeper than the limit is not followed (THREATS V04).
public final class ScriptParser {
    private static final int MAX_ERRORS = 20; // more help nobody

    private final SourceText source;
    private final int maxDepth;
    private final Lexer lexer;
    private final List<Finding> errors = new ArrayList<>();
    private Token now;
    private int lastEnd;
    private boolean over;

    private ScriptParser(SourceText source, int maxDepth) {
        this.source = source;
        this.maxDepth = maxDepth;
        this.lexer = new Lexer(source.text());
        this.now = new Token(Kind.SEMICOLON, 0, 0, "", 0);
    }

    /// What became of the text.
    ///
    /// @param commands what was understood
    public record Parsed(SourceText source, List<Clause> commands, List<Finding> errors) {}

    /// @param script its name, empty for the one that is run
    public static Parsed parse(String script, byte[] octets, int maxDepth) {
        String text = new String(octets, StandardCharsets.UTF_8);
        if (text.startsWith("\uFEFF")) {
            text = text.substring(1); // what some editors write first
        }
        SourceText source = new SourceText(script, text);
        if (!isUtf8(octets)) {
            int at = Math.max(0, text.indexOf('\uFFFD'));
            Finding finding = source.finding(at, "a script is UTF-8 and these octets are not");
            return new Parsed(source, List.of(), List.of(finding));
        }
        ScriptParser parser = new ScriptParser(source, maxDepth);
        List<Clause> commands = parser.script();
        return new Parsed(source, commands, List.copyOf(parser.errors));
    }

    private static boolean isUtf8(byte[] octets) {
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(octets));
            return true;
        } catch (CharacterCodingException _) {
            return false;
        }
    }

    private List<Clause> script() {
        advanceOver();
        List<Clause> commands = new ArrayList<>();
        while (!over && !now.is(Kind.END)) {
            if (now.is(Kind.RIGHT_BRACE)) {
                report(error("`}` closes no block"));
                advanceOver();
            } else {
                command(1).ifPresent(commands::add);
            }
        }
        return commands;
    }

    /// `command = identifier arguments (";" / block)`
    private Optional<Clause> command(int depth) {
        int errorsBefore = errors.size();
        try {
            if (!now.is(Kind.IDENTIFIER)) {
                throw error("a command must begin with its name, not with " + now.shown());
            }
            Clause head = clause(depth);
            Optional<List<Clause>> block = Optional.empty();
            if (now.is(Kind.LEFT_BRACE)) {
                block = Optional.of(block(depth + 1));
            } else if (now.is(Kind.SEMICOLON)) {
                advance();
            } else {
                throw new SyntaxException(
                        lastEnd,
                        now.is(Kind.END),
                        "`;` or a block must follow `"
                                + head.name()
                                + "` here, not "
                                + now.shown());
            }
            return errors.size() > errorsBefore && block.isEmpty()
                    ? Optional.empty()
                    : Optional.of(withBlock(head, block));
        } catch (SyntaxException e) {
            report(e);
            recover();
            return Optional.empty();
        }
    }

    private static Clause withBlock(Clause head, Optional<List<Clause>> block) {
        return new Clause(
                head.at(),
                head.end(),
                head.name(),
                head.arguments(),
                head.tests(),
                head.testList(),
                block);
    }

    /// `block = "{" commands "}"`
    private List<Clause> block(int depth) throws SyntaxException {
        int at = now.at();
        checkDepth(depth);
        advance();
        List<Clause> commands = new ArrayList<>();
        while (!over && !now.is(Kind.RIGHT_BRACE)) {
            if (now.is(Kind.END)) {
                throw new SyntaxException(at, true, "this block has no end: `}` is missing");
            }
            command(depth).ifPresent(commands::add);
        }
        if (!over) {
            advance();
        }
        return commands;
    }

    /// `arguments = *argument [ test / test-list ]`
    private Clause clause(int depth) throws SyntaxException {
        Token name = now;
        checkDepth(depth);
        advance();
        List<Argument> arguments = new ArrayList<>();
        while (now.is(Kind.TAG)
                || now.is(Kind.NUMBER)
                || now.is(Kind.STRING)
                || now.is(Kind.LEFT_BRACKET)) {
            arguments.add(argument());
        }
        List<Clause> tests = new ArrayList<>();
        boolean testList = now.is(Kind.LEFT_PARENTHESIS);
        if (testList) {
            testList(tests, depth + 1);
        } else if (now.is(Kind.IDENTIFIER)) {
            tests.add(clause(depth + 1));
        }
        return new Clause(
                name.at(),
                lastEnd,
                name.text(),
                List.copyOf(arguments),
                List.copyOf(tests),
                testList,
                Optional.empty());
    }

    /// `test-list = "(" test *("," test) ")"`. An empty one is taken, for what people write behind
    /// `stop()` and `keep()`: they mean no arguments.
    private void testList(List<Clause> tests, int depth) throws SyntaxException {
        advance();
        while (!now.is(Kind.RIGHT_PARENTHESIS)) {
            if (!now.is(Kind.IDENTIFIER)) {
                throw error("a test must stand here, not " + now.shown());
            }
            tests.add(clause(depth));
            if (now.is(Kind.COMMA)) {
                advance();
                if (now.is(Kind.RIGHT_PARENTHESIS)) {
                    throw error("a test must follow the comma");
                }
            } else if (!now.is(Kind.RIGHT_PARENTHESIS)) {
                throw error("`,` or `)` must follow the test, not " + now.shown());
            }
        }
        advance();
    }

    /// `argument = string-list / number / tag`
    private Argument argument() throws SyntaxException {
        Token token = now;
        if (token.is(Kind.LEFT_BRACKET)) {
            return stringList();
        }
        advance();
        return switch (token.kind()) {
            case TAG -> new Clause.Tag(token.at(), token.text());
            case NUMBER -> new Clause.Numeral(token.at(), token.number());
            default ->
                    new Clause.Strings(
                            token.at(), List.of(new Clause.Str(token.at(), token.text())), false);
        };
    }

    /// `string-list = "[" string *("," string) "]" / string`
    private Argument stringList() throws SyntaxException {
        int at = now.at();
        List<Clause.Str> strings = new ArrayList<>();
        do {
            advance();
            if (!now.is(Kind.STRING)) {
                throw error("a string must stand in this list, not " + now.shown());
            }
            strings.add(new Clause.Str(now.at(), now.text()));
            advance();
        } while (now.is(Kind.COMMA));
        if (!now.is(Kind.RIGHT_BRACKET)) {
            throw error("`,` or `]` must follow the string, not " + now.shown());
        }
        advance();
        return new Clause.Strings(at, List.copyOf(strings), true);
    }

    private void checkDepth(int depth) throws SyntaxException {
        if (depth > maxDepth) {
            throw new SyntaxException(
                    now.at(),
                    true,
                    "blocks and tests may be nested " + maxDepth + " deep, not more");
        }
    }

    // Errors.

    private SyntaxException error(String message) {
        return new SyntaxException(now.at(), now.is(Kind.END), message);
    }

    private void report(SyntaxException e) {
        errors.add(source.finding(e.at, String.valueOf(e.getMessage())));
        over |= e.fatal || errors.size() >= MAX_ERRORS;
    }

    /// Behind the next semicolon or block of this level, or before the brace that closes it.
    private void recover() {
        int open = 0;
        while (!over && !now.is(Kind.END)) {
            switch (now.kind()) {
                case LEFT_BRACE -> open++;
                case RIGHT_BRACE -> {
                    if (open == 0) {
                        return;
                    }
                    open--;
                    if (open == 0) {
                        advanceOver();
                        return;
                    }
                }
                case SEMICOLON -> {
                    if (open == 0) {
                        advanceOver();
                        return;
                    }
                }
                default -> {}
            }
            advanceOver();
        }
    }

    private void advance() throws SyntaxException {
        lastEnd = now.end();
        now = lexer.token();
    }

    /// The next token, whatever stands before it.
    private void advanceOver() {
        while (!over) {
            try {
                advance();
                return;
            } catch (SyntaxException e) {
                report(e);
            }
        }
    }
}
