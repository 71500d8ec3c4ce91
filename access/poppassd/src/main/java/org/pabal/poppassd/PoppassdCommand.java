// SPDX-License-Identifier: Apache-2.0
package org.pabal.poppassd;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/// One line of the client, parsed but not yet judged. The argument is all that follows the first
/// space, spaces at either end and characters of any language included.
sealed interface PoppassdCommand {
    record User(String name) implements PoppassdCommand {}

    record Pass(String password) implements PoppassdCommand {
        @Override
        public String toString() {
            return "Pass";
        }
    }

    record NewPass(String password) implements PoppassdCommand {
        @Override
        public String toString() {
            return "NewPass";
        }
    }

    record Quit() implements PoppassdCommand {}

    /// @param reason one sentence
    record Unparsable(String reason) implements PoppassdCommand {}

    static PoppassdCommand parse(byte[] octets) {
        String line;
        try {
            line = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(octets)).toString();
        } catch (CharacterCodingException e) {
            return new Unparsable("The line is not UTF-8, nothing was changed");
        }
        if (line.chars().anyMatch(c -> c == '\r' || c == '\n' || c == 0)) {
            return new Unparsable(
                    "The line holds a CR, LF or NUL alone, nothing was changed; lines end in CRLF");
        }
        int space = line.indexOf(' ');
        String argument = space < 0 ? "" : line.substring(space + 1);
        String verb = space < 0 ? line : line.substring(0, space);
        return switch (verb.toLowerCase(Locale.ROOT)) {
            case "user" ->
                    argument.isBlank() ? missing("user", "name") : new User(argument.strip());
            case "pass" -> argument.isEmpty() ? missing("pass", "password") : new Pass(argument);
            case "newpass" ->
                    argument.isEmpty() ? missing("newpass", "new password") : new NewPass(argument);
            case "quit" -> new Quit();
            default -> new Unparsable("This takes user, pass, newpass and quit");
        };
    }

    private static Unparsable missing(String verb, String what) {
        return new Unparsable("Say " + verb + ", a space and the " + what);
    }
}
