// SPDX-License-Identifier: Apache-2.0
package org.pabal.message.mime;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.pabal.message.mime.AddressList.Entry;
import org.pabal.message.mime.AddressList.Group;
import org.pabal.message.mime.AddressList.Mailbox;

/// `address-list = (address *("," address)) / obs-addr-list`. RFC 5322 §3.4, §4.4.
///
/// Reads each entry up to what ends it and only then decides what it was: `a@b <c@d>` is a display
/// name with an address, and the address shown is c@d (THREATS M11).
final class AddressListReader {
    private static final String SHIFT_IN = String.valueOf((char) SevenBitCharsets.SHIFT_IN);
    private static final String ESCAPE_TO_ASCII = (char) SevenBitCharsets.ESCAPE + "(";

    private final String text;
    private int next;

    /// Of the entry being read: its words as people read them, and as an addr-spec.
    private final StringBuilder phrase = new StringBuilder();

    private @Nullable String comment;
    private int at = -1;
    private boolean space;
    private boolean quoted;

    AddressListReader(String text) {
        this.text = text;
    }

    List<Entry> read() {
        List<Entry> entries = new ArrayList<>();
        while (next < text.length()) {
            char end = words();
            if (end == ':') {
                entries.add(group());
            } else {
                Mailbox mailbox = mailbox(end);
                if (mailbox != null) {
                    entries.add(mailbox);
                }
            }
        }
        return entries;
    }

    /// `group = display-name ":" [group-list] ";" [CFWS]`
    private Group group() {
        String name = phrase.toString();
        List<Mailbox> members = new ArrayList<>();
        while (next < text.length()) {
            char end = words();
            Mailbox member = mailbox(end == ':' ? ',' : end);
            if (member != null) {
                members.add(member);
            }
            if (text.charAt(next - 1) == ';') {
                break;
            }
        }
        return new Group(name, members);
    }

    /// What was read up to `end`: `<` begins the address, anything else ends the entry.
    private @Nullable Mailbox mailbox(char end) {
        if (end == '<') {
            String name = phrase.toString();
            return angleAddress(name);
        }
        if (phrase.isEmpty()) {
            return null;
        }
        Optional<String> name = Optional.ofNullable(comment).filter(words -> !words.isEmpty());
        return split(name, Optional.empty());
    }

    /// `angle-addr = [CFWS] "<" [obs-route] addr-spec ">" [CFWS]`
    private @Nullable Mailbox angleAddress(String name) {
        Optional<String> route = route();
        String nameComment = comment;
        char end = addrSpec();
        Mailbox mailbox =
                split(
                        name.isEmpty()
                                ? Optional.ofNullable(nameComment).filter(c -> !c.isEmpty())
                                : Optional.of(name),
                        route);
        if (end == '>') {
            skipToEndOfEntry();
        }
        boolean nothing = name.isEmpty() && mailbox.address().isEmpty();
        return nothing ? null : mailbox;
    }

    private Mailbox split(Optional<String> name, Optional<String> route) {
        String all = phrase.toString();
        if (at < 0) {
            return new Mailbox(name, route, all, "");
        }
        return new Mailbox(name, route, all.substring(0, at), all.substring(at + 1));
    }

    /// Words up to `,` `;` `<` or the `:` of a group, which is returned; `,` at the end of the text.
    private char words() {
        begin();
        comment = null;
        while (next < text.length()) {
            char c = text.charAt(next);
            if (c == ',' || c == ';' || c == '<' || c == ':' && at < 0) {
                next++;
                return c;
            }
            token(c);
        }
        return ',';
    }

    /// Words up to `>`, or what shows that it is missing.
    private char addrSpec() {
        begin();
        while (next < text.length()) {
            char c = text.charAt(next);
            if (c == '>' || c == ',' || c == ';') {
                next++;
                return c;
            }
            token(c);
        }
        return ',';
    }

    private void begin() {
        phrase.setLength(0);
        at = -1;
        space = false;
        quoted = false;
    }

    private void token(char c) {
        switch (c) {
            case ' ', '\t', '\r', '\n' -> {
                space = true;
                next++;
            }
            case '(' -> comment();
            case '"' -> {
                appendSpace(c);
                quotedString();
            }
            case '[' -> {
                appendSpace(c);
                domainLiteral();
            }
            case '@' -> {
                at();
                next++;
            }
            case '>' -> next++;
            case SevenBitCharsets.ESCAPE, SevenBitCharsets.SHIFT_OUT -> {
                appendSpace(c);
                next = shifted(next);
            }
            default -> {
                appendSpace(c);
                phrase.append(c);
                next++;
            }
        }
    }

    private void at() {
        if (at < 0 && !quoted && phrase.indexOf(" ") >= 0) {
            String localPart = phrase.toString().replace(" .", ".").replace(". ", ".");
            phrase.setLength(0);
            phrase.append(localPart); // obs-local-part
        }
        space = false;
        at = phrase.length();
        phrase.append('@');
    }

    /// One space for any between words; none around `@`, nor around the dots of a domain.
    private void appendSpace(char following) {
        if (space && !phrase.isEmpty()) {
            char last = phrase.charAt(phrase.length() - 1);
            boolean joined = last == '@' || at >= 0 && (last == '.' || following == '.');
            if (!joined) {
                phrase.append(' ');
            }
        }
        space = false;
    }

    private void comment() {
        int end = MimeParameters.skipComment(text, next);
        boolean closed = end > next + 1 && text.charAt(end - 1) == ')';
        comment = unescaped(text.substring(next + 1, closed ? end - 1 : end)).strip();
        next = end;
        space = true;
    }

    private void quotedString() {
        quoted = true;
        int i = next + 1;
        while (i < text.length() && text.charAt(i) != '"') {
            char c = text.charAt(i);
            if (c == SevenBitCharsets.ESCAPE || c == SevenBitCharsets.SHIFT_OUT) {
                i = shifted(i);
                continue;
            }
            if (c == '\\' && i + 1 < text.length()) {
                c = text.charAt(++i);
            }
            if (c != '\r' && c != '\n') {
                phrase.append(c);
            }
            i++;
        }
        next = Math.min(i + 1, text.length());
    }

    /// Octets of a seven-bit charset, which look like anything: RFC 1468, RFC 1557. They end with the
    /// escape back to ASCII, or with the line.
    private int shifted(int start) {
        int end;
        if (text.charAt(start) == SevenBitCharsets.SHIFT_OUT) {
            end = behind(SHIFT_IN, start, 1);
        } else if (text.startsWith("$)", start + 1)) {
            end = start + 4;
        } else if (text.startsWith("$", start + 1)) {
            end = behind(ESCAPE_TO_ASCII, start, 3);
        } else {
            end = start + (text.startsWith("(", start + 1) ? 3 : 1);
        }
        end = Math.min(end, text.length());
        phrase.append(text, start, end);
        return end;
    }

    private int behind(String back, int start, int length) {
        int i = start + 1;
        while (i < text.length() && text.charAt(i) != '\n') {
            if (text.startsWith(back, i)) {
                return i + length;
            }
            i++;
        }
        return i;
    }

    private void domainLiteral() {
        int end = next;
        while (end < text.length() && text.charAt(end) != ']') {
            if (" \t\r\n".indexOf(text.charAt(end)) < 0) {
                phrase.append(text.charAt(end));
            }
            end++;
        }
        if (end < text.length()) {
            phrase.append(']');
        }
        next = Math.min(end + 1, text.length());
    }

    private static String unescaped(String comment) {
        if (comment.indexOf('\\') < 0) {
            return comment;
        }
        StringBuilder plain = new StringBuilder(comment.length());
        for (int i = 0; i < comment.length(); i++) {
            char c = comment.charAt(i);
            plain.append(c == '\\' && i + 1 < comment.length() ? comment.charAt(++i) : c);
        }
        return plain.toString();
    }

    /// `obs-route = obs-domain-list ":"`, kept as written.
    private Optional<String> route() {
        int start = next;
        while (start < text.length() && text.charAt(start) <= ' ') {
            start++;
        }
        if (start >= text.length() || text.charAt(start) != '@') {
            return Optional.empty();
        }
        int end = start;
        while (end < text.length() && ":<>\"".indexOf(text.charAt(end)) < 0) {
            end++;
        }
        if (end == text.length() || text.charAt(end) != ':') {
            return Optional.empty();
        }
        next = end + 1;
        return Optional.of(text.substring(start, end).replaceAll("[ \t\r\n]", ""));
    }

    /// Behind a `>` only white space and comments may stand before the comma.
    private void skipToEndOfEntry() {
        while (next < text.length()) {
            char c = text.charAt(next);
            if (c == ',' || c == ';') {
                next++;
                return;
            }
            if (c == '(') {
                next = MimeParameters.skipComment(text, next);
            } else if (c == '"') {
                next = Math.min(closingQuote(next + 1) + 1, text.length());
            } else {
                next++;
            }
        }
    }

    private int closingQuote(int from) {
        int i = from;
        while (i < text.length() && text.charAt(i) != '"') {
            i += text.charAt(i) == '\\' ? 2 : 1;
        }
        return Math.min(i, text.length());
    }
}
