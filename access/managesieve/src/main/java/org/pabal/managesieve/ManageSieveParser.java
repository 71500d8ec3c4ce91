// SPDX-License-Identifier: Apache-2.0
package org.pabal.managesieve;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import org.pabal.mda.scripts.ScriptName;

/// The grammar of commands. RFC 5804 §4. Any octets give a command.
///
/// A quoted string may be as long as a command, although the grammar ends it after 1,024 octets:
/// tokens of OAUTHBEARER are longer, and clients quote them.
final class ManageSieveParser {
    private final byte[] octets;
    private int at;

    private ManageSieveParser(byte[] octets) {
        this.octets = octets;
    }

    /// Leaves the grammar; never the parser.
    private static final class SyntaxException extends Exception {
        private static final long serialVersionUID = 1L;

        SyntaxException(String message) {
            super(message, null, false, false);
        }
    }

    private static final class NameException extends Exception {
        private static final long serialVersionUID = 1L;

        NameException(String message) {
            super(message, null, false, false);
        }
    }

    static ManageSieveCommand parse(byte[] command) {
        ManageSieveParser in = new ManageSieveParser(command);
        try {
            ManageSieveCommand parsed = in.command();
            in.end();
            return parsed;
        } catch (SyntaxException e) {
            return new ManageSieveCommand.Unparsable(String.valueOf(e.getMessage()));
        } catch (NameException e) {
            return new ManageSieveCommand.NotAName(String.valueOf(e.getMessage()));
        }
    }

    /// A string alone, which a client answers a challenge with.
    ///
    /// @return empty when it is none
    static Optional<String> string(byte[] line) {
        ManageSieveParser in = new ManageSieveParser(line);
        try {
            String text = in.text();
            in.end();
            return Optional.of(text);
        } catch (SyntaxException e) {
            return Optional.empty();
        }
    }

    /// The command's name, also of one that is not whole.
    static String nameOf(byte[] beginning) {
        return new ManageSieveParser(beginning).word();
    }

    private ManageSieveCommand command() throws SyntaxException, NameException {
        String name = word();
        return switch (name) {
            case "AUTHENTICATE" -> authenticate();
            case "STARTTLS" -> new ManageSieveCommand.StartTls();
            case "LOGOUT" -> new ManageSieveCommand.Logout();
            case "CAPABILITY" -> new ManageSieveCommand.Capability();
            case "HAVESPACE" -> new ManageSieveCommand.HaveSpace(space().name(), space().number());
            case "PUTSCRIPT" -> new ManageSieveCommand.PutScript(space().name(), space().string());
            case "LISTSCRIPTS" -> new ManageSieveCommand.ListScripts();
            case "SETACTIVE" -> new ManageSieveCommand.SetActive(space().nameOrNone());
            case "GETSCRIPT" -> new ManageSieveCommand.GetScript(space().name());
            case "DELETESCRIPT" -> new ManageSieveCommand.DeleteScript(space().name());
            case "RENAMESCRIPT" ->
                    new ManageSieveCommand.RenameScript(space().name(), space().name());
            case "CHECKSCRIPT" -> new ManageSieveCommand.CheckScript(space().string());
            case "NOOP" ->
                    new ManageSieveCommand.Noop(
                            isAtEnd() ? Optional.empty() : Optional.of(space().text()));
            case "XCLIENT" -> new ManageSieveCommand.Xclient(space().rest());
            case "UNAUTHENTICATE" -> new ManageSieveCommand.Unauthenticate();
            default -> throw new SyntaxException("No such command");
        };
    }

    /// `"AUTHENTICATE" SP auth-type [SP string]`
    private ManageSieveCommand authenticate() throws SyntaxException {
        String mechanism = space().text();
        return new ManageSieveCommand.Authenticate(
                mechanism, isAtEnd() ? Optional.empty() : Optional.of(space().text()));
    }

    /// In upper case: commands have no case. RFC 5804 §4.
    private String word() {
        int from = at;
        while (at < octets.length && isLetter(octets[at])) {
            at++;
        }
        return new String(octets, from, at - from, StandardCharsets.US_ASCII)
                .toUpperCase(Locale.ROOT);
    }

    private static boolean isLetter(byte octet) {
        return (octet >= 'A' && octet <= 'Z') || (octet >= 'a' && octet <= 'z');
    }

    private boolean isAtEnd() {
        return at == octets.length;
    }

    private void end() throws SyntaxException {
        if (!isAtEnd()) {
            throw new SyntaxException("Expected the end of the command at octet " + (at + 1));
        }
    }

    private ManageSieveParser space() throws SyntaxException {
        expect(' ', "a space");
        return this;
    }

    private void expect(char c, String what) throws SyntaxException {
        if (isAtEnd() || octets[at] != c) {
            throw new SyntaxException("Expected " + what + " at octet " + (at + 1));
        }
        at++;
    }

    /// What stands in the rest of the line, as it is.
    private String rest() {
        String rest = new String(octets, at, octets.length - at, StandardCharsets.UTF_8);
        at = octets.length;
        return rest;
    }

    /// `sieve-name = string`
    private ScriptName name() throws SyntaxException, NameException {
        String text = text();
        Optional<String> objection = ScriptName.objectionTo(text);
        if (objection.isPresent()) {
            throw new NameException(objection.get());
        }
        return ScriptName.parse(text).orElseThrow();
    }

    /// `active-sieve-name = DQUOTE DQUOTE / sieve-name`
    private Optional<ScriptName> nameOrNone() throws SyntaxException, NameException {
        int from = at;
        if (text().isEmpty()) {
            return Optional.empty();
        }
        at = from;
        return Optional.of(name());
    }

    /// `number = (NZ-DIGIT *DIGIT) / "0"`, less than 2^32
    private long number() throws SyntaxException {
        int from = at;
        while (at < octets.length && octets[at] >= '0' && octets[at] <= '9' && at - from < 11) {
            at++;
        }
        if (at == from || at - from > 10 || (octets[from] == '0' && at - from > 1)) {
            throw new SyntaxException("Expected a number at octet " + (from + 1));
        }
        return Long.parseLong(new String(octets, from, at - from, StandardCharsets.US_ASCII));
    }

    /// A string that is UTF-8, RFC 3629.
    private String text() throws SyntaxException {
        int from = at;
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .onUnmappableCharacter(CodingErrorAction.REPORT)
                    .decode(ByteBuffer.wrap(string()))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new SyntaxException("The string at octet " + (from + 1) + " is not UTF-8");
        }
    }

    /// `string = quoted / literal-c2s`
    private byte[] string() throws SyntaxException {
        if (!isAtEnd() && octets[at] == '"') {
            return quoted();
        }
        return literal();
    }

    private byte[] quoted() throws SyntaxException {
        int from = at++;
        byte[] text = new byte[octets.length - at];
        int length = 0;
        while (at < octets.length && octets[at] != '"') {
            if (octets[at] == '\r' || octets[at] == '\n') { // of a literal
                throw new SyntaxException("The string at octet " + (from + 1) + " does not end");
            }
            if (octets[at] == '\\') {
                at++;
                if (isAtEnd() || (octets[at] != '"' && octets[at] != '\\')) {
                    throw new SyntaxException("A backslash escapes \" and \\ only");
                }
            }
            text[length++] = octets[at++];
        }
        if (isAtEnd()) {
            throw new SyntaxException("The string at octet " + (from + 1) + " does not end");
        }
        at++;
        return Arrays.copyOf(text, length);
    }

    /// `literal-c2s = "{" number "+}" CRLF *OCTET`
    private byte[] literal() throws SyntaxException {
        if (isAtEnd() || octets[at] != '{') {
            throw new SyntaxException("Expected a string at octet " + (at + 1));
        }
        at++;
        int from = at;
        while (at < octets.length && octets[at] >= '0' && octets[at] <= '9' && at - from < 10) {
            at++;
        }
        if (at == from) {
            throw new SyntaxException("Expected a number at octet " + (at + 1));
        }
        long length =
                Long.parseLong(new String(octets, from, at - from, StandardCharsets.US_ASCII));
        expect('+', "'+}'");
        expect('}', "'}'");
        expect('\r', "the end of the line");
        expect('\n', "the end of the line");
        if (length > octets.length - at) {
            throw new SyntaxException("The literal at octet " + from + " does not end");
        }
        byte[] text = Arrays.copyOfRange(octets, at, at + (int) length);
        at += (int) length;
        return text;
    }
}
