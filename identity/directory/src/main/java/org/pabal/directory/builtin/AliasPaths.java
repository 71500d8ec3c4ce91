// SPDX-License-Identifier: Apache-2.0
package org.pabal.directory.builtin;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.pabal.directory.AccountId;
import org.pabal.directory.DirectoryAdministration.Alias;
import org.pabal.directory.Resolution;
import org.pabal.message.Address;

/// Follows aliases through aliases, within bounds.
record AliasPaths(DirectoryIndex index) {
    /// The most aliases in a row: enough for people, and an end for mistakes.
    static final int MAX_DEPTH = 10;

    /// The most addresses looked at for one question.
    private static final int MAX_STEPS = 2_000;

    /// True when the address is the account's or an alias that leads to it.
    boolean leadsTo(Address address, AccountId account) {
        return leadsTo(address, account, 0, new HashSet<>());
    }

    private boolean leadsTo(Address address, AccountId account, int depth, Set<Address> seen) {
        if (depth > MAX_DEPTH || seen.size() >= MAX_STEPS || !seen.add(address.lookupForm())) {
            return false;
        }
        return switch (index.resolve(address)) {
            case Resolution.Local(var local) -> local.id().equals(account);
            case Resolution.Alias(var targets, _, _) ->
                    targets.stream().anyMatch(target -> leadsTo(target, account, depth + 1, seen));
            case Resolution.Disabled _,
                    Resolution.Retired _,
                    Resolution.Unknown _,
                    Resolution.Foreign _ ->
                    false;
        };
    }

    /// What speaks against the alias' targets, if it were there.
    Optional<String> objection(Alias alias) {
        Set<Address> seen = new HashSet<>();
        for (Address target : alias.targets()) {
            Optional<String> objection = objection(alias, target, 1, seen);
            if (objection.isPresent()) {
                return objection;
            }
        }
        return Optional.empty();
    }

    private Optional<String> objection(Alias alias, Address address, int depth, Set<Address> seen) {
        if (isCovered(alias, address)) {
            return Optional.of(
                    "mail for "
                            + Sentences.shown(alias.address())
                            + " would come back to it by way of "
                            + address
                            + "; leave that target out");
        }
        if (depth > MAX_DEPTH || seen.size() >= MAX_STEPS) {
            return Optional.of(
                    "the targets lead through more than "
                            + MAX_DEPTH
                            + " aliases in a row or to more than "
                            + MAX_STEPS
                            + " addresses; name the last ones directly");
        }
        if (!seen.add(address.lookupForm())) {
            return Optional.empty();
        }
        return switch (index.resolve(address)) {
            case Resolution.Alias(List<Address> targets, _, _) ->
                    targets.stream()
                            .map(target -> objection(alias, target, depth + 1, seen))
                            .flatMap(Optional::stream)
                            .findFirst();
            case Resolution.Unknown _ when depth == 1 && !index.isForeign(address.domain()) ->
                    Optional.of(
                            address
                                    + " is not an address of this server, although its domain is;"
                                    + " add it first: pabal account add "
                                    + address);
            case Resolution.Unknown _,
                    Resolution.Retired _,
                    Resolution.Local _,
                    Resolution.Disabled _,
                    Resolution.Foreign _ ->
                    Optional.empty();
        };
    }

    /// True when mail for the address would be mail for the alias.
    private boolean isCovered(Alias alias, Address address) {
        Address name = alias.address();
        if (index.resolve(address) instanceof Resolution.Alias(List<Address> targets, _, _)
                && !index.isReal(address.domain())) {
            return isCovered(alias, targets.getFirst()); // by an alias of its domain
        }
        if (!address.domain().equals(name.domain())) {
            return false;
        }
        Address lookup = address.lookupForm();
        if (lookup.equals(name)) {
            return true;
        }
        boolean everyOther = name.localPart().isEmpty();
        if (index.entry(lookup).isPresent()) {
            return false;
        }
        for (Address base : index.bases(lookup)) {
            if (base.equals(name) || index.entry(base).isPresent()) {
                return base.equals(name);
            }
        }
        return everyOther && !index.isForeign(name.domain()); // it may be an account there
    }
}
