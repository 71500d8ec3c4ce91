// SPDX-License-Identifier: Apache-2.0
package org.pabal.mailbox;

import java.util.Optional;
import org.pabal.directory.Directory;
import org.pabal.directory.LoginContext;
import org.pabal.message.Address;
import org.pabal.message.Domain;

/// The identifiers of grantees, as IMAP and the command line have them. RFC 4314 §2 leaves the names of
/// groups to the server:
///
/// - `anyone`;
/// - an account by its address, or by a log-in name of one's own domain;
/// - `group:` and a group's address or name, as in Cyrus, and always shown so: with a colon in it no
///   address is without quotes. `$` and the name, as in Dovecot, is taken too, unless an account has that
///   name.
///
/// @param directory knows accounts and groups
public record GranteeNames(Directory directory) {
    public static final String ANYONE = "anyone";
    public static final String GROUP = "group:";
    private static final String DOVECOTS_GROUP = "$";

    /// @param own the domain of names without one
    /// @return empty for somebody who is not there
    public Optional<Grantee> parse(String name, Domain own) {
        LoginContext context = LoginContext.within(own);
        if (name.equals(ANYONE)) {
            return Optional.of(new Grantee.Anyone());
        }
        if (name.startsWith(GROUP)) {
            return group(name.substring(GROUP.length()), context);
        }
        Optional<Grantee> account =
                directory.findByLogin(name, context).map(found -> new Grantee.Account(found.id()));
        return account.isEmpty() && name.startsWith(DOVECOTS_GROUP)
                ? group(name.substring(DOVECOTS_GROUP.length()), context)
                : account;
    }

    private Optional<Grantee> group(String name, LoginContext context) {
        return directory
                .groups()
                .findByName(name, context)
                .map(group -> new Grantee.Group(group.id()));
    }

    /// The whole address, so that it means the same to every reader. Empty for somebody who is no more.
    public Optional<String> text(Grantee grantee) {
        return switch (grantee) {
            case Grantee.Anyone _ -> Optional.of(ANYONE);
            case Grantee.Account(var id) ->
                    directory.account(id).map(account -> text(account.address()));
            case Grantee.Group(var id) ->
                    directory.groups().find(id).map(group -> GROUP + group.address());
        };
    }

    /// How an account is shown: in quotes where it could be taken for one from whom rights are withheld.
    public static String text(Address address) {
        return address.localPart().startsWith("-")
                ? '"' + address.localPart() + "\"@" + address.domain()
                : address.toString();
    }
}
