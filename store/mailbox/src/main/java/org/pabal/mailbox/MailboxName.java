// SPDX-License-Identifier: Apache-2.0
package org.pabal.mailbox;

import java.text.Normalizer;
import java.util.List;
import java.util.Optional;

/// The full name of a mailbox: levels of NFC text with `/` between them. A key, never a path.
///
/// `INBOX` stands for itself in any ASCII case, also as the first level. RFC 9051 §5.1.
///
/// @param text such as `INBOX` or `Projects/2026`
public record MailboxName(String text) implements Comparable<MailboxName> {
    public static final char DELIMITER = '/';
    private static final int MAX_OCTETS = 255; // THREATS §4
    private static final int MAX_LEVELS = 100; // THREATS §4

    public static final MailboxName INBOX = new MailboxName("INBOX");

    /// Foreign input, already decoded from the protocol's form. Empty for an empty name or level,
    /// a level `.` or `..`, control characters, wildcards, over 255 octets or 100 levels.
    public static Optional<MailboxName> parse(String text) {
        String normal = Normalizer.normalize(text, Normalizer.Form.NFC);
        String[] levels = normal.split("/", -1);
        if (levels.length > MAX_LEVELS
                || normal.getBytes(java.nio.charset.StandardCharsets.UTF_8).length > MAX_OCTETS) {
            return Optional.empty();
        }
        for (String level : levels) {
            if (level.isEmpty() || level.equals(".") || level.equals("..")) {
                return Optional.empty();
            }
        }
        if (normal.codePoints().anyMatch(MailboxName::isForbidden)) {
            return Optional.empty();
        }
        if (levels[0].equalsIgnoreCase("INBOX")) {
            normal = "INBOX" + normal.substring("INBOX".length());
        }
        return Optional.of(new MailboxName(normal));
    }

    public static MailboxName of(String text) {
        return parse(text)
                .orElseThrow(() -> new IllegalArgumentException("not a mailbox name: " + text));
    }

    private static boolean isForbidden(int c) {
        return Character.isISOControl(c)
                || c == '*'
                || c == '%'
                || c == 0x2028
                || c == 0x2029
                || c == 0xFFFD
                || Character.getType(c) == Character.SURROGATE;
    }

    public boolean isInbox() {
        return equals(INBOX);
    }

    public List<String> levels() {
        return List.of(text.split("/"));
    }

    public Optional<MailboxName> parent() {
        int at = text.lastIndexOf(DELIMITER);
        return at < 0 ? Optional.empty() : Optional.of(new MailboxName(text.substring(0, at)));
    }

    public boolean isBelow(MailboxName ancestor) {
        return text.startsWith(ancestor.text + DELIMITER);
    }

    @Override
    public int compareTo(MailboxName other) {
        return text.compareTo(other.text);
    }

    @Override
    public String toString() {
        return text;
    }
}
