// SPDX-License-Identifier: Apache-2.0
package org.pabal.directory;

import java.util.List;
import java.util.function.BiConsumer;
import org.pabal.message.Address;

/// The addresses that people have made, as hosts tell each other of them. The host where an account lives
/// says what they are; the others, whose directories know the account too, keep a copy, so that mail to
/// them finds the way wherever it comes in. Each change is durable when it returns. Safe for use by many
/// threads.
public interface OwnAliasCopies {

    /// False for an account of another directory: its addresses are that one's matter.
    boolean isOurs(AccountId account);

    /// Of an account, those that were given up too, while no change is under way.
    List<OwnAlias> allOf(AccountId account);

    /// Of each account that lives here, in the order of their numbers.
    void forEachHere(BiConsumer<Account, List<OwnAlias>> told);

    /// Whether the name is to be had for an account, as far as is known here; true in domains of which
    /// nothing is.
    boolean isToBeHad(AccountId account, Address address);

    /// Puts what the account's home says in the place of what was known. Nothing is kept of an account
    /// of another directory, nor in domains of one.
    ///
    /// @param all with the account's number here
    /// @return those whose names are somebody else's here, and which are left out
    List<Address> take(AccountId account, List<OwnAlias> all);
}
