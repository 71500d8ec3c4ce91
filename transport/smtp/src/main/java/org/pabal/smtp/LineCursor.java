// SPDX-License-Identifier: Apache-2.0
package org.pabal.smtp;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.pabal.smtp.SmtpCommand.PathForm;

/// A place in a request line. White space at the line's end is gone, as RFC 5321 §4.1.1 asks.
final class LineCursor {
    private static final int NO_VERB = 0;
    private static final int MAX_PATH_OCTETS = 256; // RFC 5321 §4.5.3.1.3
    private static final byte[] STARTTLS = "STARTTLS".getBytes(StandardCharsets.US_ASCII);
    private static final int MAX_WORD_OCTETS = 12; // longer than any verb we name

    private final byte[] octets;
    private final int end;
    private int position;

    LineCursor(byte[] octets) {
        this.octets = octets;
        int length = octets.length;
        while (length > 0 && (octets[length - 1] == ' ' || octets[length - 1] == '\t')) {
            length--;
        }
        this.end = length;
    }

    int length() {
        return octets.length;
    }

    int position() {
        return position;
    }

    int end() {
        return end;
    }

    int remaining() {
        return end - position;
    }

    boolean atEnd() {
        return position == end;
    }

    /// The octet at an index, 0 to 255.
    int at(int index) {
        return octets[index] & 0xFF;
    }

    /// The next octet, or -1 at the end.
    int peek() {
        return atEnd() ? -1 : at(position);
    }

    boolean holdsBareLineEnd() {
        for (byte octet : octets) {
            if (octet == '\r' || octet == '\n') {
                return true;
            }
        }
        return false;
    }

    /// A control octet between here and the end.
    boolean holdsControl() {
        for (int i = position; i < end; i++) {
            if (at(i) < ' ' || at(i) == 0x7F) {
                return true;
            }
        }
        return false;
    }

    boolean skip(char expected) {
        if (peek() != expected) {
            return false;
        }
        position++;
        return true;
    }

    boolean skipIgnoringCase(String expected) {
        if (remaining() < expected.length()) {
            return false;
        }
        for (int i = 0; i < expected.length(); i++) {
            if (upper(at(position + i)) != expected.charAt(i)) {
                return false;
            }
        }
        position += expected.length();
        return true;
    }

    /// Reads the verb as the number that its four letters make; {@link SmtpParser.Verb#STARTTLS}
    /// for that one. Without effect and 0 when it is no word of four letters.
    int verb() {
        int stop = endOfWord();
        if (stop == 4) {
            position = 4;
            return upper(at(0)) << 24 | upper(at(1)) << 16 | upper(at(2)) << 8 | upper(at(3));
        }
        if (stop == STARTTLS.length && skipIgnoringCase("STARTTLS")) {
            return SmtpParser.Verb.STARTTLS;
        }
        return NO_VERB;
    }

    /// The word at the line's beginning, in upper case, whatever was read since.
    String firstWord() {
        position = 0;
        int stop = Math.min(endOfWord(), MAX_WORD_OCTETS);
        return new String(octets, 0, stop, StandardCharsets.ISO_8859_1).toUpperCase(Locale.ROOT);
    }

    /// The octets before the next space or the end, one character each.
    String word() {
        int start = position;
        position = endOfWord();
        return new String(octets, start, position - start, StandardCharsets.ISO_8859_1);
    }

    String rest() {
        return new String(octets, position, remaining(), StandardCharsets.ISO_8859_1);
    }

    /// `1*DIGIT` before a space or the end, the largest long for what no long holds; -1 when there is
    /// something else or too much of it.
    long number(int maxDigits) {
        int stop = endOfWord();
        if (stop == position || stop - position > maxDigits) {
            return -1;
        }
        long number = 0;
        for (int i = position; i < stop; i++) {
            int digit = at(i) - '0';
            if (digit < 0 || digit > 9) {
                return -1;
            }
            number = number > (Long.MAX_VALUE - digit) / 10 ? Long.MAX_VALUE : number * 10 + digit;
        }
        position = stop;
        return number;
    }

    /// A path as it was written.
    record Token(String text, PathForm form) {}

    /// `Path = "<" … ">"`: to the bracket outside of a quoted string.
    Token bracketed(PathSyntax syntax) {
        int stop = closingBracket();
        if (stop < 0 || stop + 1 < end && at(stop + 1) != ' ') {
            throw new OutsideGrammar(syntax.badAddress());
        }
        return token(stop + 1, syntax);
    }

    /// {@link Leniency#MISSING_ANGLE_BRACKETS}: to the next space.
    Token bare(PathSyntax syntax) {
        Token inner = token(endOfWord(), syntax);
        return new Token("<" + inner.text() + ">", inner.form());
    }

    private int closingBracket() {
        boolean quoted = false;
        for (int i = position; i < end; i++) {
            int c = at(i);
            if (c == '>' && !quoted) {
                return i;
            } else if (c == '"') {
                quoted = !quoted;
            } else if (c == '\\' && quoted) {
                i++;
            }
        }
        return -1;
    }

    private Token token(int stop, PathSyntax syntax) {
        int start = position;
        position = stop;
        if (stop - start > MAX_PATH_OCTETS) {
            throw new OutsideGrammar(syntax.badAddress());
        }
        for (int i = start; i < stop; i++) {
            if (octets[i] < 0) {
                return new Token(utf8(start, stop), PathForm.UTF_8);
            }
        }
        String text = new String(octets, start, stop - start, StandardCharsets.ISO_8859_1);
        return new Token(text, PathForm.ASCII);
    }

    private String utf8(int start, int stop) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder() // refuses what is not UTF-8, unlike String
                    .decode(ByteBuffer.wrap(octets, start, stop - start))
                    .toString();
        } catch (CharacterCodingException notUtf8) {
            throw new OutsideGrammar(Answers.NOT_UTF8);
        }
    }

    private int endOfWord() {
        int i = position;
        while (i < end && octets[i] != ' ') {
            i++;
        }
        return i;
    }

    private static int upper(int c) {
        return c >= 'a' && c <= 'z' ? c - 32 : c;
    }
}
