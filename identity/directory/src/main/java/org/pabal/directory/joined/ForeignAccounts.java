// SPDX-License-Identifier: Apache-2.0
package org.pabal.directory.joined;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.pabal.directory.Account;
import org.pabal.directory.DirectoryAdministration.Outcome;
import org.pabal.directory.builtin.BuiltInDirectory;
import org.pabal.directory.format.v1.RegisteredAccount;
import org.pabal.message.Address;
import org.pabal.message.Domain;
import org.pabal.message.UnavailableException;

/// The accounts that the sources have, found by their addresses. Where the built-in directory has an
/// account of the address, it comes first.
final class ForeignAccounts {
    private final BuiltInDirectory builtIn;
    private final JoinedConfig config;
    private final Register register;
    private final ForeignNames names;
    private final Map<Domain, Attached> byDomain = new HashMap<>();

    ForeignAccounts(
            BuiltInDirectory builtIn,
            JoinedConfig config,
            Register register,
            ForeignNames names,
            List<Attached> attached) {
        this.builtIn = builtIn;
        this.config = config;
        this.register = register;
        this.names = names;
        for (Attached each : attached) {
            each.terms().domains().forEach(domain -> byDomain.put(domain, each));
        }
    }

    boolean areNone() {
        return byDomain.isEmpty();
    }

    /// The source of a domain as it is, no alias of it.
    Optional<Attached> sourceOf(Domain real) {
        return Optional.ofNullable(byDomain.get(real));
    }

    Optional<Attached> of(Domain domain) {
        return areNone() ? Optional.empty() : sourceOf(builtIn.realDomain(domain));
    }

    /// The source's account of the address; empty where the built-in directory has one.
    Optional<Attached> of(Address address) {
        return of(address.domain()).filter(_ -> builtIn.account(address).isEmpty());
    }

    /// The source is asked; while it is down, and for an account that it has forgotten, what it said
    /// last holds.
    Optional<Account> account(Address address) {
        return there(real(address)).or(() -> forgotten(address).map(config::account));
    }

    /// An account that its source has no more.
    Optional<RegisteredAccount> forgotten(Address address) {
        return names.forgotten(real(address));
    }

    private Optional<Account> there(Address address) {
        try {
            return of(address.domain()).flatMap(source -> names.account(source, address));
        } catch (UnavailableException down) {
            return Optional.empty();
        }
    }

    Address real(Address address) {
        return new Address(address.localPart(), builtIn.realDomain(address.domain())).lookupForm();
    }

    /// What is kept here of a source's account; empty where the built-in directory has one.
    Optional<RegisteredAccount> find(Address address) {
        return of(address).flatMap(_ -> account(address)).flatMap(a -> register.account(a.id()));
    }

    /// Refuses to change what the source of an account says.
    Optional<Outcome> elsewhere(Address address, String what) {
        return find(address).map(account -> elsewhere(account, what));
    }

    static Outcome elsewhere(RegisteredAccount account, String what) {
        return refused(
                "the directory "
                        + account.source()
                        + " says the "
                        + what
                        + " of "
                        + account.known().address()
                        + "; change it there");
    }

    /// An account here would take the mail of the one there.
    Optional<Outcome> taken(Address address) {
        return of(address.domain())
                .filter(source -> names.account(source, real(address)).isPresent())
                .map(source ->
                        refused(
                                "the directory "
                                        + source.source().name()
                                        + " has an account "
                                        + address
                                        + " already"));
    }

    /// Refuses to remove what the source would bring back.
    Optional<Outcome> stillThere(Address address) {
        return of(address)
                .filter(source -> names.account(source, real(address)).isPresent())
                .map(source ->
                        refused(
                                "the directory "
                                        + source.source().name()
                                        + " has the account "
                                        + address
                                        + "; remove it there first"));
    }

    static Outcome refused(String reason) {
        return new Outcome.Refused(reason);
    }
}
