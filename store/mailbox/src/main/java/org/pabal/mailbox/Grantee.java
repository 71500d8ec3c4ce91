// SPDX-License-Identifier: Apache-2.0
package org.pabal.mailbox;

import java.util.Comparator;
import org.pabal.directory.AccountId;
import org.pabal.directory.GroupId;

/// To whom a mailbox's owner gives rights. RFC 4314 §2: an identifier.
///
/// Accounts and groups are named by their ids, which are never used again: one that is made anew
/// under an address inherits no rights.
public sealed interface Grantee extends Comparable<Grantee> {

    /// Everyone who has logged in: the identifier `anyone`.
    record Anyone() implements Grantee {}

    record Account(AccountId id) implements Grantee {}

    /// Whoever belongs to a group at the moment of access.
    record Group(GroupId id) implements Grantee {}

    /// `anyone` first, then accounts by their ids, then groups by theirs.
    @Override
    default int compareTo(Grantee other) {
        return Comparator.comparingInt(Grantee::kind)
                .thenComparingLong(Grantee::number)
                .compare(this, other);
    }

    private static int kind(Grantee grantee) {
        return switch (grantee) {
            case Anyone _ -> 0;
            case Account _ -> 1;
            case Group _ -> 2;
        };
    }

    private static long number(Grantee grantee) {
        return switch (grantee) {
            case Anyone _ -> 0;
            case Account(AccountId id) -> id.value();
            case Group(GroupId id) -> id.value();
        };
    }
}
