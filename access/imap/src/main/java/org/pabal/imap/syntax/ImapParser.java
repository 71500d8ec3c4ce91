// SPDX-License-Identifier: Apache-2.0
package org.pabal.imap.syntax;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.pabal.mailbox.Flags;

/// Reads one command: its lines, and its literals each behind their `{n}` CRLF. RFC 9051 §9.
///
/// Every rule either takes what it names and stands behind it, or throws.
public final class ImapParser {
    private static final long MAX_NUMBER = 0xFFFF_FFFFL;
    private static final int MAX_FLAGS = 100;
    private static final int MAX_KEYWORD = 100; // octets; nobody types longer ones

    private final byte[] octets;
    private final int maxDepth;
    private int at;
    private int depth;

    public ImapParser(byte[] octets, int maxDepth) {
        this.octets = octets;
        this.maxDepth = maxDepth;
    }

    public int position() {
        return at;
    }

    public ImapSyntaxException expected(String what) {
        return new ImapSyntaxException("Expected " + what, at + 1);
    }

    public boolean isAtEnd() {
        return at == octets.length;
    }

    /// True when this octet is next; nothing is taken.
    public boolean isNext(char c) {
        return at < octets.length && octets[at] == c;
    }

    /// Takes this octet if it is next.
    public boolean skip(char c) {
        if (isNext(c)) {
            at++;
            return true;
        }
        return false;
    }

    /// True when these octets are next; nothing is taken.
    public boolean isNextAll(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (at + i >= octets.length || octets[at + i] != text.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    /// Takes these octets if they are next.
    public boolean skipAll(String text) {
        if (isNextAll(text)) {
            at += text.length();
            return true;
        }
        return false;
    }

    /// True when a part number is next: a digit, or after the first one a dot and a digit.
    public boolean isPartNumberNext(boolean first) {
        int digit = first ? at : at + 1;
        return digit < octets.length && isDigit(octets[digit]) && (first || isNext('.'));
    }

    public void expect(char c) throws ImapSyntaxException {
        if (!skip(c)) {
            throw expected("'" + c + "'");
        }
    }

    public ImapParser space() throws ImapSyntaxException {
        if (!skip(' ')) {
            throw expected("a space");
        }
        return this;
    }

    public void end() throws ImapSyntaxException {
        if (!isAtEnd()) {
            throw expected("the end of the command");
        }
    }

    /// One level deeper: a parenthesis, a NOT. To be met by {@link #leave}.
    public void enter() throws ImapSyntaxException {
        if (++depth > maxDepth) {
            throw expected("at most " + maxDepth + " levels of nesting");
        }
    }

    public void leave() {
        depth--;
    }

    /// `tag = 1*<any ASTRING-CHAR except "+">`
    public String tag() throws ImapSyntaxException {
        int from = at;
        while (at < octets.length && isAstringChar(octets[at]) && octets[at] != '+') {
            at++;
        }
        if (at == from || at - from > 255) {
            at = from;
            throw expected("a tag of 1 to 255 characters");
        }
        return ascii(from, at);
    }

    /// `atom = 1*ATOM-CHAR`
    public String atom() throws ImapSyntaxException {
        int from = at;
        while (at < octets.length && isAtomChar(octets[at])) {
            at++;
        }
        if (at == from) {
            throw expected("an atom");
        }
        return ascii(from, at);
    }

    /// An atom that is compared without ASCII case, in upper case.
    public String keyword() throws ImapSyntaxException {
        return atom().toUpperCase(Locale.ROOT);
    }

    /// Letters, digits, dots and hyphens in upper case: what names a FETCH item before its `[`.
    public String word() throws ImapSyntaxException {
        int from = at;
        while (at < octets.length && isWordChar(octets[at])) {
            at++;
        }
        if (at == from) {
            throw expected("a name");
        }
        return ascii(from, at).toUpperCase(Locale.ROOT);
    }

    /// Takes this word (upper case, letters only) if it is next and ends here.
    public boolean skipWord(String word) {
        int end = at + word.length();
        if (end > octets.length || (end < octets.length && isAtomChar(octets[end]))) {
            return false;
        }
        for (int i = 0; i < word.length(); i++) {
            if (upper(octets[at + i]) != word.charAt(i)) {
                return false;
            }
        }
        at = end;
        return true;
    }

    /// `astring = 1*ASTRING-CHAR / string`
    public String astring() throws ImapSyntaxException {
        if (isNext('"') || isNext('{')) {
            return string();
        }
        int from = at;
        while (at < octets.length && isAstringChar(octets[at])) {
            at++;
        }
        if (at == from) {
            throw expected("an atom or a string");
        }
        return ascii(from, at);
    }

    /// `astring`, in whatever charset it is.
    public byte[] astringOctets() throws ImapSyntaxException {
        if (isNext('"')) {
            return quotedOctets();
        }
        return isNext('{') ? literalOctets() : astring().getBytes(StandardCharsets.US_ASCII);
    }

    /// `list-mailbox = 1*list-char / string`
    public String listMailbox() throws ImapSyntaxException {
        if (isNext('"') || isNext('{')) {
            return string();
        }
        int from = at;
        while (at < octets.length && isListChar(octets[at])) {
            at++;
        }
        if (at == from) {
            throw expected("a mailbox pattern");
        }
        return ascii(from, at);
    }

    /// `string = quoted / literal`, UTF-8.
    public String string() throws ImapSyntaxException {
        if (isNext('{')) {
            return literal();
        }
        if (!isNext('"')) {
            throw expected("a string");
        }
        return quoted();
    }

    private String quoted() throws ImapSyntaxException {
        int start = at;
        return utf8(quotedOctets(), start);
    }

    /// `quoted = DQUOTE *QUOTED-CHAR DQUOTE`
    private byte[] quotedOctets() throws ImapSyntaxException {
        at++;
        byte[] text = new byte[octets.length - at];
        int length = 0;
        while (at < octets.length) {
            byte c = octets[at];
            if (c == '"') {
                at++;
                return Arrays.copyOf(text, length);
            }
            if (c == '\\') {
                at++;
                if (at == octets.length || (octets[at] != '"' && octets[at] != '\\')) {
                    throw expected("'\"' or '\\' behind '\\'");
                }
                c = octets[at];
            } else if (c == 0 || c == '\r' || c == '\n') {
                throw expected("no control character in a quoted string");
            }
            text[length++] = c;
            at++;
        }
        throw expected("the closing '\"'");
    }

    private String literal() throws ImapSyntaxException {
        int start = at;
        return utf8(literalOctets(), start);
    }

    /// `nstring / literal8`: octets as they are. RFC 5464 §5.
    ///
    /// @return empty for NIL
    public Optional<byte[]> nstringOctets() throws ImapSyntaxException {
        if (skipWord("NIL")) {
            return Optional.empty();
        }
        if (skip('~')) {
            return Optional.of(anyLiteralOctets());
        }
        if (!isNext('"') && !isNext('{')) {
            throw expected("NIL, a string or a literal");
        }
        return Optional.of(isNext('"') ? quotedOctets() : literalOctets());
    }

    /// True when this text stands here, letters in any case; nothing is taken.
    public boolean isTextNext(String upper) {
        if (upper.length() > octets.length - at) {
            return false;
        }
        for (int i = 0; i < upper.length(); i++) {
            if (upper(octets[at + i]) != upper.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    private byte[] literalOctets() throws ImapSyntaxException {
        byte[] literal = anyLiteralOctets();
        for (int i = 0; i < literal.length; i++) {
            if (literal[i] == 0) {
                throw new ImapSyntaxException(
                        "Expected no NUL in a literal", at - literal.length + i + 1); // I03
            }
        }
        return literal;
    }

    /// `literal = "{" number64 ["+"] "}" CRLF *CHAR8`, or what stands behind the `~` of a literal8.
    private byte[] anyLiteralOctets() throws ImapSyntaxException {
        expect('{');
        long size = number64();
        skip('+');
        expect('}');
        expect('\r');
        expect('\n');
        if (size > octets.length - at) {
            throw expected("a literal of " + size + " octets");
        }
        int from = at;
        at += (int) size;
        return Arrays.copyOfRange(octets, from, at);
    }

    private static String utf8(byte[] text, int start) throws ImapSyntaxException {
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(text)).toString();
        } catch (CharacterCodingException _) {
            throw new ImapSyntaxException("Expected UTF-8 in the string", start + 1);
        }
    }

    /// `number`, 32 bits.
    public long number() throws ImapSyntaxException {
        return numberUpTo(MAX_NUMBER, "a number below 4294967296");
    }

    /// `nz-number`, 32 bits, not 0.
    public long nzNumber() throws ImapSyntaxException {
        int from = at;
        long number = numberUpTo(MAX_NUMBER, "a number from 1 to 4294967295");
        if (number == 0) {
            at = from;
            throw expected("a number from 1 to 4294967295");
        }
        return number;
    }

    /// `number64` and `mod-sequence-valzer`, 63 bits.
    public long number64() throws ImapSyntaxException {
        return numberUpTo(Long.MAX_VALUE, "a number below 2^63");
    }

    private long numberUpTo(long max, String what) throws ImapSyntaxException {
        int from = at;
        long number = 0;
        while (at < octets.length && isDigit(octets[at])) {
            int digit = octets[at] - '0';
            if (number > (max - digit) / 10) {
                at = from;
                throw expected(what);
            }
            number = number * 10 + digit;
            at++;
        }
        if (at == from) {
            throw expected(what);
        }
        return number;
    }

    /// `sequence-set = (seq-number / seq-range) ["," sequence-set] / "$"`
    public SequenceSet sequenceSet() throws ImapSyntaxException {
        if (skip('$')) {
            return SequenceSet.SAVED;
        }
        SequenceSet.Builder set = new SequenceSet.Builder();
        do {
            long first = sequenceNumber();
            set.add(first, skip(':') ? sequenceNumber() : first);
        } while (skip(','));
        return set.build();
    }

    /// `seq-number = nz-number / "*"`
    private long sequenceNumber() throws ImapSyntaxException {
        return skip('*') ? SequenceSet.STAR : nzNumber();
    }

    /// `seq-number` or `uniqueid`, by itself.
    public MessageSet oneMessage(MessageSet.Addressing addressing) throws ImapSyntaxException {
        long number = sequenceNumber();
        SequenceSet.Builder set = new SequenceSet.Builder();
        set.add(number, number);
        return new MessageSet(set.build(), addressing);
    }

    public MessageSet messageSet(MessageSet.Addressing addressing) throws ImapSyntaxException {
        return new MessageSet(sequenceSet(), addressing);
    }

    /// True when a sequence set stands here.
    public boolean isSequenceSetNext() {
        return at < octets.length
                && (isDigit(octets[at]) || octets[at] == '*' || octets[at] == '$');
    }

    /// `flag-list = "(" [flag *(SP flag)] ")"`
    public Flags flagList() throws ImapSyntaxException {
        expect('(');
        if (skip(')')) {
            return Flags.NONE;
        }
        Flags flags = bareFlags();
        expect(')');
        return flags;
    }

    /// `flag *(SP flag)`
    public Flags bareFlags() throws ImapSyntaxException {
        List<String> flags = new ArrayList<>();
        do {
            flags.add(flag());
            if (flags.size() > MAX_FLAGS) {
                throw expected("at most " + MAX_FLAGS + " flags");
            }
        } while (skip(' '));
        return Flags.of(flags);
    }

    /// `flag`; a flag with `\` is one of the five that RFC 9051 §2.3.2 lets clients set.
    public String flag() throws ImapSyntaxException {
        int from = at;
        if (skip('\\')) {
            String name = '\\' + atom();
            if (Flags.SYSTEM.stream().noneMatch(name::equalsIgnoreCase)) {
                at = from;
                throw expected("one of " + String.join(" ", Flags.SYSTEM));
            }
            return name;
        }
        String name = atom();
        if (name.length() > MAX_KEYWORD) {
            at = from;
            throw expected("a keyword of at most " + MAX_KEYWORD + " octets");
        }
        return name;
    }

    /// `date = date-text / DQUOTE date-text DQUOTE`
    public LocalDate date() throws ImapSyntaxException {
        boolean quoted = skip('"');
        int from = at;
        while (at < octets.length && isWordChar(octets[at])) {
            at++;
        }
        LocalDate date =
                ImapDates.parseDate(ascii(from, at))
                        .orElseThrow(() ->
                                new ImapSyntaxException(
                                        "Expected a date such as 1-Feb-2026", from + 1));
        if (quoted) {
            expect('"');
        }
        return date;
    }

    /// `date-time = DQUOTE date-day-fixed "-" … zone DQUOTE`
    public java.time.Instant dateTime() throws ImapSyntaxException {
        int from = at;
        return ImapDates.parseDateTime(quotedIfNext())
                .orElseThrow(() ->
                        new ImapSyntaxException(
                                "Expected a date-time such as" + " \"01-Feb-2026 10:00:00 +0900\"",
                                from + 1));
    }

    private String quotedIfNext() throws ImapSyntaxException {
        if (!isNext('"')) {
            throw expected("a quoted date-time");
        }
        return quoted();
    }

    private String ascii(int from, int to) {
        return new String(octets, from, to - from, StandardCharsets.US_ASCII);
    }

    private static char upper(byte c) {
        return (char) (c >= 'a' && c <= 'z' ? c - 32 : c);
    }

    private static boolean isDigit(byte c) {
        return c >= '0' && c <= '9';
    }

    private static boolean isWordChar(byte c) {
        return isDigit(c)
                || (c >= 'a' && c <= 'z')
                || (c >= 'A' && c <= 'Z')
                || c == '.'
                || c == '-';
    }

    /// `ATOM-CHAR = <any CHAR except atom-specials>`
    public static boolean isAtomChar(byte c) {
        return switch (c) {
            case '(', ')', '{', '%', '*', '"', '\\', ']' -> false;
            default -> c > ' ' && c < 127;
        };
    }

    static boolean isAstringChar(byte c) {
        return c == ']' || isAtomChar(c);
    }

    private static boolean isListChar(byte c) {
        return c == '%' || c == '*' || isAstringChar(c);
    }
}
