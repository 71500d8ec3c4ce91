// SPDX-License-Identifier: Apache-2.0
package org.pabal.directory;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.pabal.message.Address;

/// Whom addresses lead to in the end, through aliases and groups, within bounds.
final class LedTo {
    private static final int MAX_DEPTH = 10;

    private final Directory directory;
    private final int maxSteps;
    private final Set<Address> seen = new HashSet<>();
    private final Set<AccountId> accounts = new HashSet<>();
    private final Set<Address> elsewhere = new HashSet<>();
    private boolean whole = true;

    private LedTo(Directory directory, int maxSteps) {
        this.directory = directory;
        this.maxSteps = maxSteps;
    }

    /// @param maxSteps the most addresses looked at
    static LedTo from(Directory directory, List<Address> addresses, int maxSteps) {
        LedTo found = new LedTo(directory, maxSteps);
        addresses.forEach(address -> found.collect(address, 0));
        return found;
    }

    private void collect(Address address, int depth) {
        Address name = address.lookupForm();
        if (seen.contains(name)) {
            return;
        }
        if (depth > MAX_DEPTH || seen.size() >= maxSteps) {
            whole = false;
            return;
        }
        seen.add(name);
        switch (directory.resolve(name)) {
            case Resolution.Local(var account) -> accounts.add(account.id());
            case Resolution.Disabled(var account) -> accounts.add(account.id());
            case Resolution.Alias(var targets, _, _) ->
                    targets.forEach(target -> collect(target, depth + 1));
            case Resolution.Foreign _ -> elsewhere.add(name);
            case Resolution.Retired _, Resolution.Unknown _ -> {}
        }
    }

    /// Those of ours.
    Set<AccountId> accounts() {
        return accounts;
    }

    /// Addresses that are not of our domains, in lookup form.
    Set<Address> elsewhere() {
        return elsewhere;
    }

    /// False when they lead further than was looked.
    boolean isWhole() {
        return whole;
    }

    boolean meets(LedTo other) {
        return accounts.stream().anyMatch(other.accounts::contains)
                || elsewhere.stream().anyMatch(other.elsewhere::contains);
    }
}
