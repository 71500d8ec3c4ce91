// SPDX-License-Identifier: Apache-2.0
package org.pabal.server.administration;

import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.pabal.directory.Account;
import org.pabal.directory.DirectoryAdministration;
import org.pabal.directory.LoginContext;
import org.pabal.imap.CyrusNames;
import org.pabal.mailbox.MailboxName;
import org.pabal.message.Address;
import org.pabal.message.Domain;

/// How administrators name mailboxes: `hurd@example.org/Sent`, or as Cyrus' administrators do,
/// `user.hurd.Sent` and `user/hurd/Sent@example.org`.
///
/// Shown is the first form, unless the call was written in one of Cyrus'. A domain that is left out is
/// the default domain, or the only one.
final class MailboxNaming {
    private final DirectoryAdministration directory;
    private final Supplier<Optional<Domain>> defaultDomain;

    MailboxNaming(DirectoryAdministration directory, Supplier<Optional<Domain>> defaultDomain) {
        this.directory = directory;
        this.defaultDomain = defaultDomain;
    }

    /// A mailbox of an account of this host, whether it is there or not.
    ///
    /// @param form in which it was named; empty for addresses
    record Named(Account owner, MailboxName mailbox, Optional<CyrusNames> form) {
        String shown() {
            return shown(mailbox);
        }

        /// Another mailbox of the account in the same form.
        String shown(MailboxName other) {
            return MailboxNaming.shown(owner.address(), other, form);
        }

        Named with(MailboxName other) {
            return new Named(owner, other, form);
        }
    }

    static String shown(Address owner, MailboxName mailbox, Optional<CyrusNames> form) {
        return form.map(names -> names.name(owner, mailbox)).orElse(owner + "/" + mailbox);
    }

    Named named(String text) {
        Optional<Named> byAddress = byAddress(text, Optional.empty());
        if (byAddress.isPresent()) {
            return byAddress.get();
        }
        if (!isCyrus(text)) {
            return byAddress(text, ownDomain())
                    .orElseThrow(() -> isName(text) ? noAccount(text) : unreadable(text));
        }
        CyrusNames form = form(text).orElseThrow(() -> unreadable(text));
        CyrusNames.Named named = form.parse(text).orElseThrow(() -> unreadable(text));
        if (named.account().domain().equals(NONE)) {
            throw noDomain(text);
        }
        return new Named(
                here(
                        account(named.account())
                                .orElseThrow(() -> noAccount(named.account().toString()))),
                named.mailbox(),
                Optional.of(form));
    }

    private static boolean isCyrus(String text) {
        return CyrusNames.of(text, NONE).isPresent();
    }

    /// The form that a name or a pattern begins in.
    Optional<CyrusNames> form(String start) {
        return CyrusNames.of(start, ownDomain().orElse(NONE));
    }

    private static Arguments.Unusable noDomain(String text) {
        return new Arguments.Unusable(
                "'"
                        + text
                        + "' does not say of which domain, and there is no default domain"
                        + " (default-domain in the settings): add @DOMAIN");
    }

    /// The default domain, or the only one.
    Optional<Domain> ownDomain() {
        return defaultDomain
                .get()
                .or(() -> {
                    List<Domain> all = directory.domains();
                    return all.size() == 1 ? Optional.of(all.getFirst()) : Optional.empty();
                });
    }

    /// No account is there.
    private static final Domain NONE = new Domain("invalid");

    /// @param domain completes an address
    private Optional<Named> byAddress(String text, Optional<Domain> domain) {
        int at = text.indexOf('@');
        int end = text.indexOf('/', Math.max(at, 0));
        String owner = end < 0 ? text : text.substring(0, end);
        String whole = at < 0 ? domain.map(name -> owner + "@" + name).orElse("") : owner;
        Optional<MailboxName> mailbox =
                end < 0
                        ? Optional.of(MailboxName.INBOX)
                        : MailboxName.parse(text.substring(end + 1));
        return Address.parse(whole)
                .map(Address::lookupForm)
                .flatMap(this::account)
                .flatMap(account ->
                        mailbox.map(name -> new Named(here(account), name, Optional.empty())));
    }

    private static boolean isName(String text) {
        int at = text.indexOf('@');
        int end = text.indexOf('/', Math.max(at, 0));
        return at > 0
                && Address.parse(end < 0 ? text : text.substring(0, end)).isPresent()
                && (end < 0 || MailboxName.parse(text.substring(end + 1)).isPresent());
    }

    private Optional<Account> account(Address address) {
        return directory
                .findByLogin(address.toString(), LoginContext.within(address.domain()))
                .filter(found -> found.address().equals(address));
    }

    private static Account here(Account account) {
        if (!account.isHere()) {
            throw new Arguments.Unusable(
                    "the mailboxes of "
                            + account.address()
                            + " are on the host "
                            + account.host().orElse("")
                            + ": ask there");
        }
        return account;
    }

    private static Arguments.Unusable noAccount(String name) {
        int end = name.indexOf('/');
        String address = end < 0 ? name : name.substring(0, end);
        return new Arguments.Unusable(
                "there is no account "
                        + address
                        + "; make one, with its mailboxes: pabal account add "
                        + address);
    }

    private static Arguments.Unusable unreadable(String text) {
        return new Arguments.Unusable(
                "'"
                        + text
                        + "' is not a mailbox: write ADDRESS/MAILBOX, such as"
                        + " hurd@example.org/Sent, or user.hurd.Sent, or"
                        + " user/hurd/Sent@example.org");
    }
}
