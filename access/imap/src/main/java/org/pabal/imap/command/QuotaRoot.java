// SPDX-License-Identifier: Apache-2.0
package org.pabal.imap.command;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.pabal.directory.Account;
import org.pabal.directory.LoginContext;
import org.pabal.imap.response.ResponseCodes;
import org.pabal.imap.response.ResponseWriter;
import org.pabal.imap.response.TaggedResponse;
import org.pabal.imap.state.Authenticated;
import org.pabal.imap.state.MailboxAddress;
import org.pabal.mailbox.AccountMailboxes.Quota;
import org.pabal.mailbox.MailboxName;
import org.pabal.mailbox.QuotaResource;
import org.pabal.mailbox.Rights;

/// An account's limits, which hold for all its mailboxes together: each account is one quota root.
/// RFC 9208 §3.
///
/// A root is named by the account's address. Clients may also name it by its INBOX, as Cyrus does
/// (`user.bob`), and their own by nothing at all.
///
/// @param name as the client reads it: what it asked for
record QuotaRoot(String name, Account owner) {

    static QuotaRoot of(Account owner) {
        return new QuotaRoot(owner.address().toString(), owner);
    }

    /// Empty for a root that is not there, or that the client may not know of.
    static Optional<QuotaRoot> find(Authenticated user, String name) {
        return owner(user, name)
                .filter(owner -> mayKnow(user, owner))
                .map(owner -> new QuotaRoot(name, owner));
    }

    private static Optional<Account> owner(Authenticated user, String name) {
        if (name.isEmpty()) {
            return fresh(user, user.account());
        }
        if (user.text(name).flatMap(user.namespaces()::cyrusNames).isPresent()) {
            return inboxOwner(user, name);
        }
        LoginContext own = LoginContext.within(user.account().address().domain());
        return user.client()
                .services()
                .directory()
                .findByLogin(name, own)
                .or(() -> inboxOwner(user, name));
    }

    private static Optional<Account> inboxOwner(Authenticated user, String name) {
        return user.address(name)
                .filter(address -> address.name().isInbox())
                .map(MailboxAddress::owner)
                .flatMap(owner -> fresh(user, owner));
    }

    /// With the limits of now, not of the log-in.
    private static Optional<Account> fresh(Authenticated user, Account account) {
        return user.client().services().directory().account(account.id());
    }

    /// What an account uses is its owner's and the administrators' business, and of those who can
    /// read there. RFC 9208 §6.
    private static boolean mayKnow(Authenticated user, Account owner) {
        return owner.id().equals(user.account().id())
                || user.administers(owner)
                || user.mailboxesOf(owner).list().stream()
                        .anyMatch(info -> user.rights(owner, info).has(Rights.READ));
    }

    /// The root of a mailbox, which need not be there. RFC 9208 §4.1.2.
    ///
    /// @param written its name
    static Optional<QuotaRoot> ofMailbox(
            Authenticated user, String written, MailboxAddress address) {
        boolean mayKnow =
                user.isOwn(address)
                        || user.administers(address.owner())
                        || user.find(address)
                                .filter(found -> found.rights().has(Rights.READ))
                                .isPresent();
        return mayKnow
                ? fresh(user, address.owner()).map(owner -> named(user, written, owner))
                : Optional.empty();
    }

    private static QuotaRoot named(Authenticated user, String written, Account owner) {
        return user.text(written)
                .flatMap(user.namespaces()::cyrusNames)
                .map(form -> new QuotaRoot(form.name(owner.address(), MailboxName.INBOX), owner))
                .orElseGet(() -> of(owner));
    }

    /// The QUOTA response: what has no limit is left out. RFC 9208 §4.2.1. Who names a root as Cyrus
    /// does gets a response for each resource: Cyrus' cyradm understands no others.
    void write(Authenticated user) throws IOException {
        Quota quota = user.store().open(owner, user.account()).quota();
        if (user.text(name).flatMap(user.namespaces()::cyrusNames).isPresent()) {
            for (QuotaResource resource : QuotaResource.values()) {
                if (quota.of(resource).limit().isPresent()) {
                    write(user, quota, List.of(resource));
                }
            }
        } else {
            write(user, quota, List.of(QuotaResource.values()));
        }
    }

    private void write(Authenticated user, Quota quota, List<QuotaResource> resources)
            throws IOException {
        ResponseWriter out = user.out().ascii("* QUOTA ").astring(name);
        String before = " (";
        for (QuotaResource resource : resources) {
            Quota.Use use = quota.of(resource);
            if (use.limit().isPresent()) {
                long unit = unit(resource);
                out.ascii(before).ascii(resource.name());
                out.octet(' ').number((use.used() + unit - 1) / unit);
                out.octet(' ').number(use.limit().getAsLong() / unit);
                before = " ";
            }
        }
        out.ascii(before.equals(" (") ? " ()" : ")").crlf();
    }

    /// Storage is counted in units of 1024 octets. RFC 9208 §5.1.
    static long unit(QuotaResource resource) {
        return resource == QuotaResource.STORAGE ? 1024 : 1;
    }

    static TaggedResponse noSuchRoot() {
        return TaggedResponse.no(ResponseCodes.NONEXISTENT, "No such quota root");
    }
}
