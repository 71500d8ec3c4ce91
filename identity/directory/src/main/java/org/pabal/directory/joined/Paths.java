// SPDX-License-Identifier: Apache-2.0
package org.pabal.directory.joined;

import java.util.HashSet;
import java.util.Set;
import org.pabal.directory.AccountId;
import org.pabal.directory.Directory;
import org.pabal.directory.Resolution;
import org.pabal.message.Address;

/// Follows aliases, here and in sources, to see whether they lead to an account.
final class Paths {
    /// As for aliases that are all here.
    private static final int MAX_DEPTH = 10;

    /// The most addresses looked at for one question, each of which a source may be asked for.
    private static final int MAX_STEPS = 200;

    private final Directory directory;
    private final AccountId account;
    private final Set<Address> seen = new HashSet<>();

    Paths(Directory directory, AccountId account) {
        this.directory = directory;
        this.account = account;
    }

    /// True when the address is the account's or an alias that leads to it.
    boolean leadFrom(Address address) {
        return leadFrom(address, 0);
    }

    private boolean leadFrom(Address address, int depth) {
        if (depth > MAX_DEPTH || seen.size() >= MAX_STEPS || !seen.add(address.lookupForm())) {
            return false;
        }
        return switch (directory.resolve(address)) {
            case Resolution.Local(var local) -> local.id().equals(account);
            case Resolution.Alias(var targets, _, _) ->
                    targets.stream().anyMatch(target -> leadFrom(target, depth + 1));
            case Resolution.Disabled _,
                    Resolution.Retired _,
                    Resolution.Unknown _,
                    Resolution.Foreign _ ->
                    false;
        };
    }
}
