// SPDX-License-Identifier: Apache-2.0
package org.pabal.testkit;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A conversation of client and server, as a list of steps; the package tells its syntax.
///
/// @param name for failures: the file
public record Transcript(String name, List<Step> steps) {

    private static final Pattern SPOKEN =
            Pattern.compile("([CS])(\\d?)(\\*|raw)?:(?: (.*))?", Pattern.DOTALL);
    private static final Pattern DONE = Pattern.compile("([CS])(\\d?)-(close|tls|deflate)\\s*");

    /// One line of the file.
    public sealed interface Step {
        int line();

        /// As written in the file.
        String source();

        record Given(int line, String source, String sentence) implements Step {}

        record Then(int line, String source, String sentence) implements Step {}

        /// @param raw whether escapes are taken and no CRLF is added
        record ClientSays(int line, String source, int connection, String text, boolean raw)
                implements Step {}

        record ClientCloses(int line, String source, int connection) implements Step {}

        record ClientStartsTls(int line, String source, int connection) implements Step {}

        record ClientDeflates(int line, String source, int connection) implements Step {}

        record ServerSays(int line, String source, int connection, String pattern)
                implements Step {}

        record ServerSaysRaw(int line, String source, int connection, byte[] octets)
                implements Step {}

        /// @param code of the SMTP reply whose lines are eaten
        record ServerReplies(int line, String source, int connection, String code)
                implements Step {}

        record ServerSaysUntil(int line, String source, int connection, String pattern)
                implements Step {}

        record ServerCloses(int line, String source, int connection) implements Step {}
    }

    public static Transcript parse(Path file) throws IOException {
        return parse(file.toString(), Files.readString(file));
    }

    /// @throws IllegalArgumentException when a line is none of the known
    public static Transcript parse(String name, String text) {
        List<Step> steps = new ArrayList<>();
        int number = 0;
        for (String line : text.split("\r?\n", -1)) {
            number++;
            if (!line.isBlank() && !line.startsWith("#")) {
                steps.add(step(name, number, line));
            }
        }
        return new Transcript(name, List.copyOf(steps));
    }

    private static Step step(String name, int number, String line) {
        if (line.startsWith("given ")) {
            return new Step.Given(number, line, line.substring(6).strip());
        }
        if (line.startsWith("then ")) {
            return new Step.Then(number, line, line.substring(5).strip());
        }
        Matcher spoken = SPOKEN.matcher(line);
        if (spoken.matches() && !"C*".equals(spoken.group(1) + spoken.group(3))) {
            return spoken(number, line, spoken);
        }
        Matcher done = DONE.matcher(line);
        if (done.matches() && (done.group(1).equals("C") || done.group(3).equals("close"))) {
            int connection = connection(done.group(2));
            return switch (done.group(1) + done.group(3)) {
                case "Cclose" -> new Step.ClientCloses(number, line, connection);
                case "Cdeflate" -> new Step.ClientDeflates(number, line, connection);
                case "Ctls" -> new Step.ClientStartsTls(number, line, connection);
                default -> new Step.ServerCloses(number, line, connection);
            };
        }
        throw new IllegalArgumentException(
                name + ":" + number + ": not a line of a transcript: " + line);
    }

    private static Step spoken(int number, String line, Matcher spoken) {
        int connection = connection(spoken.group(2));
        String text = spoken.group(4) == null ? "" : spoken.group(4);
        String mark = spoken.group(3) == null ? "" : spoken.group(3);
        return switch (spoken.group(1) + mark) {
            case "C" -> new Step.ClientSays(number, line, connection, text, false);
            case "Craw" -> new Step.ClientSays(number, line, connection, text, true);
            case "Sraw" -> new Step.ServerSaysRaw(number, line, connection, unescape(text));
            case "S*" ->
                    text.matches("\\d{3}")
                            ? new Step.ServerReplies(number, line, connection, text)
                            : new Step.ServerSaysUntil(number, line, connection, text);
            default -> new Step.ServerSays(number, line, connection, text);
        };
    }

    private static int connection(String digits) {
        return digits.isEmpty() ? 1 : Integer.parseInt(digits);
    }

    /// The octets of a text with `\r \n \t \0 \\ \xNN`, else in UTF-8.
    static byte[] unescape(String text) {
        var out = new ByteArrayOutputStream();
        for (int i = 0; i < text.length(); ) {
            int c = text.codePointAt(i);
            i += Character.charCount(c);
            if (c != '\\') {
                out.writeBytes(Character.toString(c).getBytes(StandardCharsets.UTF_8));
                continue;
            }
            char escape = i < text.length() ? text.charAt(i++) : ' ';
            switch (escape) {
                case 'r' -> out.write('\r');
                case 'n' -> out.write('\n');
                case 't' -> out.write('\t');
                case '0' -> out.write(0);
                case '\\' -> out.write('\\');
                case 'x' -> {
                    out.write(HexFormat.fromHexDigits(text, i, i + 2));
                    i += 2;
                }
                default ->
                        throw new IllegalArgumentException(
                                "unknown escape \\" + escape + " in: " + text);
            }
        }
        return out.toByteArray();
    }
}
