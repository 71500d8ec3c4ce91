// SPDX-License-Identifier: Apache-2.0
package org.pabal.pop3;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import org.pabal.pop3.Pop3Command.Unparsable;

/// Makes a command of a line: any octets give one. RFC 1939 §3 and §9, RFC 2449 §4.
///
/// Keywords may be in any case. Arguments stand behind one space each; that of USER and PASS is the
/// rest of the line, spaces too (RFC 1939 §7).
final class Pop3Parser {
    /// THREATS §4. RFC 2449 §4 lets clients send 255; names and passwords in UTF-8 need more.
    static final int MAX_COMMAND_OCTETS = 510;

    /// With the initial response of AUTH, and a response alone. RFC 5034 §4.
    static final int MAX_AUTH_OCTETS = 12_288;

    private static final int MAX_DIGITS = 9;
    private static final List<String> SMTP = List.of("EHLO", "HELO", "LHLO", "MAIL");

    private final String keyword;

    /// Empty without a space behind the keyword.
    private final Optional<String> rest;

    private Pop3Parser(String line) {
        int space = line.indexOf(' ');
        keyword = (space < 0 ? line : line.substring(0, space)).toUpperCase(Locale.ROOT);
        rest = space < 0 ? Optional.empty() : Optional.of(line.substring(space + 1));
    }

    /// @param octets without the CRLF
    static Pop3Command parse(byte[] octets) {
        Optional<String> line = text(octets);
        if (line.isEmpty()) {
            return new Unparsable(Pop3Reply.err(Phrase.NOT_UTF8));
        }
        Pop3Parser parser = new Pop3Parser(line.get());
        if (octets.length > MAX_COMMAND_OCTETS && !parser.keyword.equals("AUTH")) {
            return new Unparsable(Pop3Reply.err(Phrase.LINE_TOO_LONG));
        }
        return parser.command();
    }

    /// Empty when it is not UTF-8 or has control characters, a CR, LF or NUL among them.
    private static Optional<String> text(byte[] octets) {
        for (byte c : octets) {
            if (c >= 0 && c < ' ' || c == 0x7f) {
                return Optional.empty();
            }
        }
        try {
            return Optional.of(
                    StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(octets)).toString());
        } catch (CharacterCodingException notUtf8) {
            return Optional.empty();
        }
    }

    private Pop3Command command() {
        return switch (keyword) {
            case "USER" -> wholeRest("NAME", Pop3Command.User::new);
            case "PASS" -> wholeRest("PASSWORD", Pop3Command.Pass::new);
            case "APOP" -> apop();
            case "AUTH" -> auth();
            case "STLS" -> alone(new Pop3Command.Stls());
            case "XCLIENT" -> wholeRest("ADDR= PORT=", Pop3Command.Xclient::new);
            case "UTF8" -> alone(new Pop3Command.Utf8());
            case "STAT" -> alone(new Pop3Command.Stat());
            case "LIST" -> oneOrAll(Pop3Command.Scan::new);
            case "UIDL" -> oneOrAll(Pop3Command.Uidl::new);
            case "RETR" -> one(Pop3Command.Retr::new);
            case "TOP" -> top();
            case "DELE" -> one(Pop3Command.Dele::new);
            case "RSET" -> alone(new Pop3Command.Rset());
            case "LAST" -> alone(new Pop3Command.Last());
            case "NOOP" -> alone(new Pop3Command.Noop());
            case "CAPA" -> alone(new Pop3Command.Capa());
            case "LANG" -> lang();
            case "QUIT" -> alone(new Pop3Command.Quit());
            default -> foreign();
        };
    }

    /// THREATS S24: a browser that was made to speak to us.
    private Pop3Command foreign() {
        if (rest.orElse("").contains(" HTTP/")) {
            return new Pop3Command.Foreign("HTTP");
        }
        return SMTP.contains(keyword)
                ? new Pop3Command.Foreign("SMTP")
                : new Unparsable(Pop3Reply.err(Phrase.UNKNOWN_COMMAND));
    }

    private Pop3Command alone(Pop3Command command) {
        return rest.isEmpty() ? command : new Unparsable(Pop3Reply.err(Phrase.NO_ARGUMENT));
    }

    private interface OfText {
        Pop3Command make(String text);
    }

    private Pop3Command wholeRest(String what, OfText command) {
        return rest.filter(text -> !text.isEmpty())
                .map(command::make)
                .orElseGet(() -> missing(what));
    }

    private static Pop3Command missing(String what) {
        return new Unparsable(Pop3Reply.err(Phrase.ARGUMENT_MISSING, what));
    }

    /// `"APOP" SP name SP digest`
    private Pop3Command apop() {
        int space = rest.orElse("").lastIndexOf(' '); // a name may have spaces, a digest has none
        return space < 1
                ? missing("NAME DIGEST")
                : new Pop3Command.Apop(
                        rest.orElseThrow().substring(0, space),
                        rest.orElseThrow().substring(space + 1));
    }

    /// `"AUTH" SP mechanism [SP initial-response]`, or alone.
    private Pop3Command auth() {
        if (rest.isEmpty()) {
            return new Pop3Command.AuthMechanisms();
        }
        String[] words = rest.get().split(" ", -1);
        if (words[0].isEmpty() || words.length > 2) {
            return missing("MECHANISM [RESPONSE]");
        }
        return new Pop3Command.Auth(
                words[0], words.length == 2 ? Optional.of(words[1]) : Optional.empty());
    }

    private interface OfNumber {
        Pop3Command make(int number);
    }

    private Pop3Command one(OfNumber command) {
        return rest.isEmpty() ? missing("MESSAGE") : numbered(rest.get(), command);
    }

    private interface OfOneOrAll {
        Pop3Command make(OptionalInt message);
    }

    private Pop3Command oneOrAll(OfOneOrAll command) {
        return rest.isEmpty()
                ? command.make(OptionalInt.empty())
                : numbered(rest.get(), number -> command.make(OptionalInt.of(number)));
    }

    /// `"TOP" SP msg SP n`
    private Pop3Command top() {
        String[] words = rest.orElse("").split(" ", -1);
        return words.length != 2
                ? missing("MESSAGE LINES")
                : numbered(
                        words[0],
                        message ->
                                numbered(words[1], lines -> new Pop3Command.Top(message, lines)));
    }

    /// Digits alone (THREATS P01). What has more of them than any message's number is a number all
    /// the same: that of no message, or more lines than there are.
    private static Pop3Command numbered(String digits, OfNumber command) {
        if (digits.isEmpty() || !digits.chars().allMatch(c -> c >= '0' && c <= '9')) {
            return new Unparsable(Pop3Reply.err(Phrase.NOT_A_NUMBER));
        }
        String significant = digits.replaceFirst("^0+", "");
        return command.make(
                significant.length() > MAX_DIGITS
                        ? Integer.MAX_VALUE
                        : significant.isEmpty() ? 0 : Integer.parseInt(significant));
    }

    /// `"LANG" [SP language-range]`
    private Pop3Command lang() {
        return rest.isPresent() && (rest.get().isEmpty() || rest.get().indexOf(' ') >= 0)
                ? missing("LANGUAGE")
                : new Pop3Command.Lang(rest);
    }
}
