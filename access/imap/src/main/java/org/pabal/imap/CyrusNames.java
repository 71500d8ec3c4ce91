// SPDX-License-Identifier: Apache-2.0
package org.pabal.imap;

import java.util.Locale;
import java.util.Optional;
import org.pabal.mailbox.MailboxName;
import org.pabal.message.Address;
import org.pabal.message.Domain;

/// The names by which administrators of a Cyrus server know everyone's mailboxes.
///
/// ```
/// user.hurd                     the INBOX of hurd in the administrator's own domain
/// user.hurd.Sent                another mailbox of his
/// user.hurd.Sent@example.net    the same, of another domain's hurd
/// user/hurd/Sent@example.net    the same where levels are separated by /
/// ```
///
/// With `.` between levels, `.` and `/` change places, as in {@link NamespaceConfig#BELOW_INBOX}: the
/// mailbox `v1.2` is `user.hurd.v1/2`, and the account `kim.young` is `user.kim/young`. What a level
/// cannot hold stands as `^` with two hexadecimal digits. Each mailbox has one such name for each
/// delimiter; read are besides it names with the administrator's own domain, and
/// `user/hurd@example.net/Sent`.
///
/// @param delimiter `.` or `/`
/// @param own the domain that completes bare names
public record CyrusNames(char delimiter, Domain own) {
    /// Above all accounts.
    public static final String ROOT = "user";

    private static final String ESCAPED = "/*%^";

    /// @param account in lookup form
    public record Named(Address account, MailboxName mailbox) {}

    /// The names to which one belongs that begins so; empty for what is none.
    public static Optional<CyrusNames> of(String start, Domain own) {
        if (!start.startsWith(ROOT) || start.length() == ROOT.length()) {
            return Optional.empty();
        }
        char delimiter = start.charAt(ROOT.length());
        return delimiter == '.' || delimiter == '/'
                ? Optional.of(new CyrusNames(delimiter, own))
                : Optional.empty();
    }

    /// What stands before every name.
    public String prefix() {
        return ROOT + delimiter;
    }

    /// The one name of a mailbox.
    public String name(Address account, MailboxName mailbox) {
        String inner = mailbox.isInbox() ? "" : delimiter + exchanged(mailbox.text());
        String name = above(account) + inner;
        return account.domain().equals(own) && name.indexOf('@') < 0
                ? name
                : name + "@" + account.domain();
    }

    /// What the names of all of an account's mailboxes begin with.
    public String above(Address account) {
        return prefix() + exchanged(escape(account.localPart()));
    }

    /// Empty for what is not such a name.
    public Optional<Named> parse(String name) {
        if (!name.startsWith(prefix())) {
            return Optional.empty();
        }
        String text = name.substring(prefix().length());
        int at = text.lastIndexOf('@');
        if (at < 0) {
            return named(text, own);
        }
        String behind = text.substring(at + 1);
        Optional<Named> whole =
                Domain.parse(behind).flatMap(domain -> named(text.substring(0, at), domain));
        int level = behind.indexOf('/');
        return whole.isPresent() || delimiter != '/' || level < 0
                ? whole
                : Domain.parse(behind.substring(0, level))
                        .flatMap(domain ->
                                named(text.substring(0, at) + behind.substring(level), domain));
    }

    private Optional<Named> named(String text, Domain domain) {
        String inner = exchanged(text);
        int end = inner.indexOf(MailboxName.DELIMITER);
        String level = end < 0 ? inner : inner.substring(0, end);
        Optional<MailboxName> mailbox =
                end < 0
                        ? Optional.of(MailboxName.INBOX)
                        : MailboxName.parse(inner.substring(end + 1))
                                .filter(parsed -> !parsed.isInbox());
        return unescape(level)
                .filter(local -> !local.isEmpty())
                .map(local -> new Address(local, domain).lookupForm())
                .flatMap(account -> mailbox.map(found -> new Named(account, found)));
    }

    /// The name above; empty for {@link #ROOT}.
    public Optional<String> parent(String name) {
        int at = domainStart(name);
        String text = name.substring(0, at);
        int end = text.lastIndexOf(delimiter);
        if (end < 0) {
            return Optional.empty();
        }
        String above = text.substring(0, end);
        return Optional.of(above.equals(ROOT) ? above : above + name.substring(at));
    }

    /// Where the `@` of a name's domain stands; its length where there is none.
    public int domainStart(String name) {
        int at = name.lastIndexOf('@');
        return at >= 0 && Domain.parse(name.substring(at + 1)).isPresent() ? at : name.length();
    }

    /// Between the store's form of levels and this one; its own inverse.
    private String exchanged(String text) {
        if (delimiter == MailboxName.DELIMITER) {
            return text;
        }
        StringBuilder other = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            other.append(c == '/' ? '.' : c == '.' ? '/' : c);
        }
        return other.toString();
    }

    private static String escape(String local) {
        StringBuilder level = new StringBuilder(local.length());
        for (int i = 0; i < local.length(); i++) {
            char c = local.charAt(i);
            if (ESCAPED.indexOf(c) >= 0) {
                level.append(String.format(Locale.ROOT, "^%02X", (int) c));
            } else {
                level.append(c);
            }
        }
        return level.toString();
    }

    /// Empty unless it was written by {@link #escape}.
    private static Optional<String> unescape(String level) {
        StringBuilder local = new StringBuilder(level.length());
        for (int i = 0; i < level.length(); i++) {
            char c = level.charAt(i);
            if (c != '^') {
                local.append(c);
                continue;
            }
            int high = i + 2 < level.length() ? Character.digit(level.charAt(i + 1), 16) : -1;
            int low = high < 0 ? -1 : Character.digit(level.charAt(i + 2), 16);
            if (low < 0) {
                return Optional.empty();
            }
            local.append((char) (high * 16 + low));
            i += 2;
        }
        return Optional.of(local.toString()).filter(text -> escape(text).equals(level));
    }
}
