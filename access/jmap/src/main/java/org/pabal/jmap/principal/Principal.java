// SPDX-License-Identifier: Apache-2.0
package org.pabal.jmap.principal;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import org.pabal.directory.Account;
import org.pabal.directory.AccountId;
import org.pabal.directory.DirectoryAdministration.Alias;
import org.pabal.jmap.Ids;
import org.pabal.mailbox.Grantee;
import org.pabal.message.Address;

/// Somebody, or several, as others find them. RFC 9670 §2.
///
/// @param grantee to whom rights on a mailbox can be given; empty for a group, whose members are
///     given them one by one
public record Principal(
        String id, Type type, String name, Optional<Address> email, Optional<Grantee> grantee) {
    /// Everyone who can log in: IMAP's `anyone`. RFC 4314 §2.
    static final Principal ANYONE =
            new Principal(
                    "anyone",
                    Type.GROUP,
                    "anyone",
                    Optional.empty(),
                    Optional.of(new Grantee.Anyone()));

    private static final int ID_OCTETS = 12;

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
                Optional.of(new Grantee.Account(account.id())));
    }

    /// A group has no number: its id is its address's.
    static Principal ofGroup(Alias group) {
        String address = group.address().toString();
        try {
            byte[] hash =
                    MessageDigest.getInstance("SHA-256")
                            .digest(address.getBytes(StandardCharsets.UTF_8));
            return new Principal(
                    "G" + HexFormat.of().formatHex(hash, 0, ID_OCTETS),
                    Type.GROUP,
                    address,
                    Optional.of(group.address()),
                    Optional.empty());
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException("this Java runtime has no SHA-256", missing);
        }
    }

    public static String id(AccountId account) {
        return "P" + account.value();
    }

    /// The id of whoever is given rights.
    public static String id(Grantee grantee) {
        return switch (grantee) {
            case Grantee.Anyone _ -> ANYONE.id();
            case Grantee.Account(AccountId account) -> id(account);
        };
    }

    /// Whom an id of {@link #id(Grantee)} means, be it there or not.
    public static Optional<Grantee> granteeOf(String id) {
        if (id.equals(ANYONE.id())) {
            return Optional.of(new Grantee.Anyone());
        }
        return id.startsWith("P")
                ? Ids.parseAccount("A" + id.substring(1)).map(Grantee.Account::new)
                : Optional.empty();
    }

    /// The account's id; empty where there is none.
    Optional<String> account() {
        return grantee.filter(Grantee.Account.class::isInstance)
                .map(Grantee.Account.class::cast)
                .map(each -> Ids.of(each.id()));
    }
}
