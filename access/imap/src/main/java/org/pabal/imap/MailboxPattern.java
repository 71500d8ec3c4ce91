// SPDX-License-Identifier: Apache-2.0
package org.pabal.imap;

import java.util.BitSet;
import java.util.Locale;
import org.pabal.mailbox.MailboxName;

/// A pattern of LIST: `*` matches anything, `%` anything but the delimiter. RFC 9051 §6.3.9.
///
/// Matching follows all ways at once, a bit for each place in the pattern: it takes time in the
/// length of the name times the length of the pattern over 64, whatever the wildcards (THREATS I05).
public final class MailboxPattern {
    /// Runs of wildcards are one: `%*` and `*%` mean `*`.
    private final String pattern;

    private final String upper;
    private final int literals;

    private final char delimiter;

    /// @param delimiter what `%` does not match
    public MailboxPattern(String pattern, char delimiter) {
        this.delimiter = delimiter;
        StringBuilder merged = new StringBuilder(pattern.length());
        for (int i = 0; i < pattern.length(); i++) {
            char c = pattern.charAt(i);
            int last = merged.length() - 1;
            if (isWildcard(c) && last >= 0 && isWildcard(merged.charAt(last))) {
                if (c == '*') {
                    merged.setCharAt(last, '*');
                }
            } else {
                merged.append(c);
            }
        }
        this.pattern = withInbox(merged.toString(), delimiter);
        this.upper = this.pattern.toUpperCase(Locale.ROOT);
        this.literals = (int) this.pattern.chars().filter(c -> !isWildcard((char) c)).count();
    }

    /// INBOX as the first level has one spelling, as in a {@link MailboxName}.
    private static String withInbox(String pattern, char delimiter) {
        int inbox = MailboxName.INBOX.text().length();
        boolean first =
                pattern.regionMatches(true, 0, MailboxName.INBOX.text(), 0, inbox)
                        && (pattern.length() == inbox || pattern.charAt(inbox) == delimiter);
        return first ? MailboxName.INBOX.text() + pattern.substring(inbox) : pattern;
    }

    /// @param name as the client reads it
    public boolean matches(String name) {
        return matches(name, new Levels(delimiter, name.length()));
    }

    /// What separates the levels of a name, where not all names are alike.
    ///
    /// @param end behind it, no character does
    public record Levels(char delimiter, int end) {
        boolean separates(char c, int at) {
            return c == delimiter && at < end;
        }
    }

    /// @param levels of this name
    public boolean matches(String name, Levels levels) {
        return matches(pattern, name, levels)
                || (name.equals(MailboxName.INBOX.text()) && matches(upper, name, levels));
    }

    /// The pattern, wildcards that say the same left out.
    @Override
    public String toString() {
        return pattern;
    }

    /// What every name that matches begins with, up to the first wildcard.
    public String literalStart() {
        int end = 0;
        while (end < pattern.length() && !isWildcard(pattern.charAt(end))) {
            end++;
        }
        return pattern.substring(0, end);
    }

    /// False when no name that begins so can match, whatever follows.
    public boolean mayMatchBelow(String prefix) {
        int end = literalStart().length();
        return end < pattern.length()
                ? pattern.regionMatches(0, prefix, 0, Math.min(end, prefix.length()))
                : pattern.startsWith(prefix);
    }

    private boolean matches(String by, String text, Levels levels) {
        if (literals > text.length()) {
            return false;
        }
        if (literals == by.length()) {
            return by.equals(text);
        }
        BitSet places = new BitSet(by.length() + 1);
        BitSet next = new BitSet(by.length() + 1);
        arrive(places, 0, by);
        for (int i = 0; i < text.length() && !places.isEmpty(); i++) {
            char c = text.charAt(i);
            next.clear();
            for (int at = places.nextSetBit(0); at >= 0; at = places.nextSetBit(at + 1)) {
                if (at == by.length()) {
                    break;
                }
                char p = by.charAt(at);
                if (p == '*' || (p == '%' && !levels.separates(c, i))) {
                    arrive(next, at, by);
                } else if (p == c && p != '%') {
                    arrive(next, at + 1, by);
                }
            }
            BitSet swap = places;
            places = next;
            next = swap;
        }
        return places.get(by.length());
    }

    /// A wildcard may match nothing, so who stands before it stands behind it too.
    private static void arrive(BitSet places, int at, String by) {
        places.set(at);
        if (at < by.length() && isWildcard(by.charAt(at))) {
            places.set(at + 1);
        }
    }

    private static boolean isWildcard(char c) {
        return c == '*' || c == '%';
    }
}
