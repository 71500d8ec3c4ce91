// SPDX-License-Identifier: Apache-2.0
package org.pabal.imap.state;

import java.text.Normalizer;
import java.util.Optional;
import java.util.stream.Stream;
import org.pabal.directory.Account;
import org.pabal.directory.Directory;
import org.pabal.directory.LoginContext;
import org.pabal.imap.NamespaceConfig;
import org.pabal.imap.SharingConfig;
import org.pabal.mailbox.MailboxName;
import org.pabal.message.Address;
import org.pabal.message.Domain;

/// What mailbox names mean to one reader: the only place that knows how names are shown.
///
/// A *shown* name is text as the client sees it, in NFC, after modified UTF-7 was decoded. Each
/// mailbox has one shown name and each shown name means one mailbox at most:
///
/// ```
/// names.personal() + name               own, but INBOX is INBOX
/// names.others() + bob                  bob's INBOX
/// names.others() + bob/Projects         another mailbox of bob's
/// names.shared() + board/Minutes        the same, of an account that the settings name
/// ```
///
/// Within the store levels are always separated by `/`. Where clients see `.` between levels, `.`
/// and `/` change places: a dot within a level is shown as `/`, and a `/` that a client types within
/// a level becomes a dot.
public final class Namespaces {
    private final NamespaceConfig names;
    private final SharingConfig sharing;
    private final Directory directory;
    private final Account reader;

    Namespaces(SharingConfig sharing, Directory directory, Account reader) {
        this.names = sharing.names();
        this.sharing = sharing;
        this.directory = directory;
        this.reader = reader;
    }

    public NamespaceConfig names() {
        return names;
    }

    /// False where the settings name no shared accounts: then the prefix means nothing.
    public boolean hasShared() {
        return !sharing.sharedAccounts().isEmpty();
    }

    boolean isShared(Account account) {
        return sharing.sharedAccounts().contains(account.address());
    }

    /// Empty for what is no name in any namespace, and for names of accounts that are not there.
    public Optional<MailboxAddress> parse(String shown) {
        String text = Normalizer.normalize(shown, Normalizer.Form.NFC);
        if (text.startsWith(names.others())) {
            return foreign(text.substring(names.others().length()))
                    .filter(address -> !isShared(address.owner()));
        }
        if (hasShared() && text.startsWith(names.shared())) {
            return foreign(text.substring(names.shared().length()))
                    .filter(address -> isShared(address.owner()));
        }
        return isRootOfOthers(text) ? Optional.empty() : personal(text);
    }

    /// The prefix of others' mailboxes without its delimiter can be no mailbox.
    private boolean isRootOfOthers(String text) {
        return names.others().equals(text + names.delimiter())
                || (hasShared() && names.shared().equals(text + names.delimiter()));
    }

    private Optional<MailboxAddress> personal(String text) {
        if (text.equalsIgnoreCase(MailboxName.INBOX.text())) {
            return Optional.of(new MailboxAddress(reader, MailboxName.INBOX));
        }
        String prefix = names.personal();
        if (!text.regionMatches(true, 0, prefix, 0, prefix.length())) {
            return Optional.empty();
        }
        return MailboxName.parse(exchanged(text.substring(prefix.length())))
                .filter(name -> !name.isInbox())
                .map(name -> new MailboxAddress(reader, name));
    }

    /// @param text behind the prefix: an account, or an account and a name
    private Optional<MailboxAddress> foreign(String text) {
        String inner = exchanged(text);
        int end = inner.indexOf(MailboxName.DELIMITER);
        Optional<Account> owner = account(end < 0 ? inner : inner.substring(0, end));
        Optional<MailboxName> name =
                end < 0
                        ? Optional.of(MailboxName.INBOX)
                        : MailboxName.parse(inner.substring(end + 1))
                                .filter(parsed -> !parsed.isInbox());
        return owner.flatMap(account -> name.map(found -> new MailboxAddress(account, found)));
    }

    /// The account that the beginning of a name names, up to the end of its level.
    ///
    /// @param start of a shown name, or one whole
    Optional<Account> ownerNamed(String start) {
        return Stream.of(names.others(), hasShared() ? names.shared() : names.others())
                .filter(start::startsWith)
                .findFirst()
                .flatMap(prefix -> {
                    int end = start.indexOf(names.delimiter(), prefix.length());
                    return parse(end < 0 ? start : start.substring(0, end));
                })
                .map(MailboxAddress::owner);
    }

    private Optional<Account> account(String level) {
        Domain own = reader.address().domain();
        Optional<Address> address = AccountLevel.parse(level, own);
        return address.flatMap(known ->
                        directory.findByLogin(known.toString(), new LoginContext(Optional.of(own))))
                .filter(found -> found.address().equals(address.get()))
                .filter(found -> !found.id().equals(reader.id()));
    }

    /// True for names of others' and shared mailboxes, whether they are there or not.
    public boolean isForeign(String shown) {
        return shown.startsWith(names.others())
                || (hasShared() && shown.startsWith(names.shared()));
    }

    /// The one shown name of a mailbox.
    public String shown(MailboxAddress address) {
        MailboxName name = address.name();
        if (address.owner().id().equals(reader.id())) {
            return name.isInbox() ? name.text() : names.personal() + exchanged(name.text());
        }
        String account = shownAccount(address.owner());
        return name.isInbox() ? account : account + names.delimiter() + exchanged(name.text());
    }

    /// False for an own mailbox, made by other means, whose name means something else here.
    boolean isNameable(MailboxName own) {
        return !names.personal().isEmpty()
                || !(isForeign(own.text()) || isRootOfOthers(own.text()));
    }

    /// The shown name of an account's INBOX, above all its other mailboxes.
    String shownAccount(Account owner) {
        String level = AccountLevel.of(owner.address(), reader.address().domain());
        return (isShared(owner) ? names.shared() : names.others()) + exchanged(level);
    }

    /// Between the store's form of levels and the shown one; its own inverse.
    private String exchanged(String text) {
        if (names.delimiter() == MailboxName.DELIMITER) {
            return text;
        }
        StringBuilder other = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            other.append(
                    c == MailboxName.DELIMITER
                            ? names.delimiter()
                            : c == names.delimiter() ? MailboxName.DELIMITER : c);
        }
        return other.toString();
    }
}
