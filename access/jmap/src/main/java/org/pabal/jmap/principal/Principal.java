// SPDX-License-Identifier: Apache-2.0
package org.pabal.jmap.principal;

import java.util.Optional;
import org.pabal.directory.Account;
import org.pabal.directory.AccountId;
import org.pabal.directory.GroupId;
import org.pabal.directory.Groups.Group;
import org.pabal.jmap.Ids;
import org.pabal.mailbox.Grantee;
import org.pabal.message.Address;

/// Somebody, or several, as others find them. RFC 9670 §2.
///
/// @param grantee to whom rights on a mailbox can be given
public record Principal(
        String id, Type type, String name, Optional<Address> email, Grantee grantee) {
    /// Everyone who can log in: IMAP's `anyone`. RFC 4314 §2.
    static final Principal ANYONE =
            new Principal("anyone", Type.GROUP, "anyone", Optional.empty(), new Grantee.Anyone());

    enum Type {
        INDIVIDUAL,
        GROUP
    }

    static Principal of(Account account) {
        return new Principal(
                id(account.id()),
                Type.INDIVIDUAL,
                account.displayName().isBlank()
                        ? account.address().toString()
                        : account.displayName(),
                Optional.of(account.address()),
                new Grantee.Account(account.id()));
    }

    /// Members are not told: RFC 9670 §2 has no property for them.
    static Principal of(Group group) {
        Grantee grantee = new Grantee.Group(group.id());
        return new Principal(
                id(grantee),
                Type.GROUP,
                group.address().toString(),
                Optional.of(group.address()).filter(_ -> group.takesMail()),
                grantee);
    }

    public static String id(AccountId account) {
        return "P" + account.value();
    }

    /// The id of whoever is given rights.
    public static String id(Grantee grantee) {
        return switch (grantee) {
            case Grantee.Anyone _ -> ANYONE.id();
            case Grantee.Account(AccountId account) -> id(account);
            case Grantee.Group(GroupId group) -> "G" + group.value();
        };
    }

    /// Whom an id of {@link #id(Grantee)} means, be it there or not.
    public static Optional<Grantee> granteeOf(String id) {
        if (id.equals(ANYONE.id())) {
            return Optional.of(new Grantee.Anyone());
        }
        return switch (id.isEmpty() ? ' ' : id.charAt(0)) {
            case 'P' -> number(id).map(number -> new Grantee.Account(new AccountId(number)));
            case 'G' -> number(id).map(number -> new Grantee.Group(new GroupId(number)));
            default -> Optional.empty();
        };
    }

    private static Optional<Long> number(String id) {
        return Ids.parseAccount("A" + id.substring(1)).map(AccountId::value);
    }

    /// The account's id; empty where there is none.
    Optional<String> account() {
        return grantee instanceof Grantee.Account(AccountId owner)
                ? Optional.of(Ids.of(owner))
                : Optional.empty();
    }
}
