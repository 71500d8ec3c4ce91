// SPDX-License-Identifier: Apache-2.0
package org.pabal.imap.state;

import java.text.Normalizer;
import java.util.Optional;
import java.util.stream.Stream;
import org.pabal.directory.Account;
import org.pabal.directory.Directory;
import org.pabal.directory.LoginContext;
import org.pabal.imap.CyrusNames;
import org.pabal.imap.MailboxPattern.Levels;
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
/// To administrators {@link CyrusNames} mean mailboxes too, of the accounts that they administer; own
/// names that look so mean nothing to them. Others' mailboxes are shown in the last such form that the
/// client used, or that the settings say; until then as to everyone.
///
/// Within the store levels are always separated by `/`. Where clients see `.` between levels, `.`
/// and `/` change places: a dot within a level is shown as `/`, and a `/` that a client types within
/// a level becomes a dot.
public final class Namespaces {
    private final NamespaceConfig names;
    private final SharingConfig sharing;
    private final Directory directory;
    private final Account reader;
    private final Administrators administrators;
    private volatile Optional<CyrusNames> spelling;

    Namespaces(SharingConfig sharing, Directory directory, Account reader) {
        this.names = sharing.names();
        this.sharing = sharing;
        this.directory = directory;
        this.reader = reader;
        this.administrators = new Administrators(sharing, directory, reader);
        this.spelling = preset();
    }

    /// How the settings want an administrator to be shown others' mailboxes.
    public Optional<CyrusNames> preset() {
        return administrators.isOne()
                ? sharing.administratorNames()
                        .delimiter()
                        .map(delimiter -> new CyrusNames(delimiter, reader.address().domain()))
                : Optional.empty();
    }

    Administrators administrators() {
        return administrators;
    }

    /// The administrators' names to which one belongs that begins so; empty for other readers.
    public Optional<CyrusNames> cyrusNames(String start) {
        return administrators.isOne()
                ? CyrusNames.of(start, reader.address().domain())
                : Optional.empty();
    }

    /// From now on others' mailboxes are shown in the form of this name, if it is an administrator's.
    ///
    /// @param start of a name, or one whole
    public void spellAs(String start) {
        Optional<CyrusNames> form = cyrusNames(start);
        if (form.isPresent()) {
            spelling = form;
        }
    }

    /// The delimiter in a shown name or a pattern.
    public char delimiterOf(String shown) {
        return cyrusNames(shown)
                .or(() -> shown.equals(CyrusNames.ROOT) ? spelling : Optional.empty())
                .map(CyrusNames::delimiter)
                .orElse(names.delimiter());
    }

    /// How a shown name is divided.
    public Levels levels(String shown) {
        int end = cyrusNames(shown).map(form -> form.domainStart(shown)).orElse(shown.length());
        return new Levels(delimiterOf(shown), end);
    }

    /// The name above; empty at the top.
    Optional<String> parent(String shown) {
        Optional<CyrusNames> form = cyrusNames(shown);
        if (form.isPresent()) {
            return form.get().parent(shown);
        }
        int end = shown.lastIndexOf(names.delimiter());
        return end < 0 ? Optional.empty() : Optional.of(shown.substring(0, end));
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
        Optional<MailboxAddress> administered = administered(text);
        if (administered.isPresent()) {
            return administered;
        }
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

    private Optional<MailboxAddress> administered(String text) {
        return cyrusNames(text)
                .flatMap(form -> form.parse(text))
                .flatMap(named ->
                        accountOf(named.account())
                                .filter(administrators::administers)
                                .filter(Account::isHere)
                                .map(owner -> new MailboxAddress(owner, named.mailbox())));
    }

    /// The account that an administrator's name names, whether it is there or not.
    public Optional<Address> administeredAccount(String shown) {
        return cyrusNames(shown)
                .flatMap(form -> form.parse(Normalizer.normalize(shown, Normalizer.Form.NFC)))
                .map(CyrusNames.Named::account)
                .filter(administrators::mayAdminister);
    }

    /// The prefix of others' mailboxes without its delimiter can be no mailbox.
    private boolean isRootOfOthers(String text) {
        if (administrators.isOne()
                && (text.equals(CyrusNames.ROOT) || cyrusNames(text).isPresent())) {
            return true;
        }
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
        return address.flatMap(this::accountOf).filter(found -> !found.id().equals(reader.id()));
    }

    private Optional<Account> accountOf(Address address) {
        return directory
                .findByLogin(address.toString(), LoginContext.within(address.domain()))
                .filter(found -> found.address().equals(address));
    }

    /// True for names of others' and shared mailboxes, whether they are there or not.
    public boolean isForeign(String shown) {
        return shown.startsWith(names.others())
                || (hasShared() && shown.startsWith(names.shared()))
                || cyrusNames(shown).isPresent();
    }

    /// The one shown name of a mailbox.
    public String shown(MailboxAddress address) {
        MailboxName name = address.name();
        if (address.owner().id().equals(reader.id())) {
            return name.isInbox() ? name.text() : names.personal() + exchanged(name.text());
        }
        Optional<CyrusNames> form =
                spelling.filter(_ -> administrators.administers(address.owner()));
        if (form.isPresent()) {
            return form.get().name(address.owner().address(), name);
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
