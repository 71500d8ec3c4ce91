// SPDX-License-Identifier: Apache-2.0
package org.pabal.mailbox;

import java.util.Comparator;
import org.pabal.directory.AccountId;

/// To whom a mailbox's owner gives rights. RFC 4314 §2: an identifier.
///
/// Accounts are named by their ids, which are never used again: an account that is made anew under
/// an address inherits no rights.
public sealed interface Grantee extends Comparable<Grantee> {

    /// Everyone who has logged in: the identifier `anyone`.
    record Anyone() implements Grantee {}

    record Account(AccountId id) implements Grantee {}

    /// `anyone` first, then accounts by their ids.
    @Override
    default int compareTo(Grantee other) {
        return Comparator.comparingLong(Grantee::order).compare(this, other);
    }

    private static long order(Grantee grantee) {
        return switch (grantee) {
            case Anyone _ -> 0;
            case Account(AccountId id) -> id.value();
        };
    }
}
