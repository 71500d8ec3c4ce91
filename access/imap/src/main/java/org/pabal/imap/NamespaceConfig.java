// SPDX-License-Identifier: Apache-2.0
package org.pabal.imap;

/// How mailbox names are shown to clients. RFC 2342 §5.
///
/// @param delimiter `/` or `.`
/// @param personal before the names of the account's own mailboxes but INBOX; empty, or `INBOX` with
///     the delimiter
/// @param others before the names of other users, with the delimiter at its end
/// @param shared before the names of shared accounts, with the delimiter at its end
public record NamespaceConfig(char delimiter, String personal, String others, String shared) {

    /// Own mailboxes stand at the top.
    public static final NamespaceConfig SLASH =
            new NamespaceConfig('/', "", "Other Users/", "Shared/");

    /// Own mailboxes stand below INBOX, as Cyrus shows them by tradition.
    public static final NamespaceConfig BELOW_INBOX =
            new NamespaceConfig('.', "INBOX.", "user.", "shared.");

    public NamespaceConfig {
        if (delimiter != '/' && delimiter != '.') {
            throw new IllegalArgumentException("the delimiter is / or .");
        }
        if (!personal.isEmpty() && !personal.equals("INBOX" + delimiter)) {
            throw new IllegalArgumentException("the personal prefix is empty or INBOX" + delimiter);
        }
        check(others, delimiter);
        check(shared, delimiter);
        if (others.equals(shared)) {
            throw new IllegalArgumentException(
                    "other users and shared mailboxes need different prefixes");
        }
    }

    /// One level of printable text with the delimiter behind it, so that it has one meaning to every
    /// client.
    private static void check(String prefix, char delimiter) {
        String level = prefix.isEmpty() ? "" : prefix.substring(0, prefix.length() - 1);
        boolean fits =
                !level.isEmpty()
                        && prefix.indexOf(delimiter) == prefix.length() - 1
                        && !level.equalsIgnoreCase("INBOX")
                        && level.length() <= 40
                        && level.chars()
                                .allMatch(c -> c >= ' ' && c < 127 && "*%&\"\\".indexOf(c) < 0);
        if (!fits) {
            throw new IllegalArgumentException(
                    "'"
                            + prefix
                            + "' must be 1 to 40 printable ASCII characters without * % & \" \\ and"
                            + " end in '"
                            + delimiter
                            + "', its only one, such as Shared"
                            + delimiter);
        }
    }

    public NamespaceConfig with(String othersPrefix, String sharedPrefix) {
        return new NamespaceConfig(delimiter, personal, othersPrefix, sharedPrefix);
    }
}
