// SPDX-License-Identifier: Apache-2.0
package org.pabal.jmap.webpush.kept;

import java.util.Optional;
import org.pabal.directory.AccountId;
import org.pabal.jmap.Ids;

/// What a state is of: a type in the user's own account, or in one that others share with the user.
/// Written down as the type alone, or behind the account's id and a slash, which no type has.
///
/// @param owner empty for the user's own account
record ToldState(Optional<AccountId> owner, String type) {

    static String key(AccountId owner, String type) {
        return Ids.of(owner) + "/" + type;
    }

    static ToldState of(String key) {
        int slash = key.indexOf('/');
        return slash < 0
                ? new ToldState(Optional.empty(), key)
                : new ToldState(
                        Ids.parseAccount(key.substring(0, slash)), key.substring(slash + 1));
    }

    /// The account's id, as this user has it.
    String account(AccountId user) {
        return Ids.of(owner.orElse(user));
    }
}
