// SPDX-License-Identifier: Apache-2.0
package org.pabal.directory.ldap.view;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.pabal.directory.Account;
import org.pabal.directory.AccountId;
import org.pabal.directory.DirectoryAdministration;
import org.pabal.directory.DirectoryAdministration.Alias;
import org.pabal.directory.Resolution;
import org.pabal.message.Address;
import org.pabal.message.Domain;

/// The domains of the directory, and its aliases from their other end: which names an account has
/// besides its own. Remembered for a few seconds, since the directory is asked for all of them at
/// once. Safe for use by many threads.
public final class KnownNames {
    /// How old an answer about all of them may be.
    private static final Duration STALE = Duration.ofSeconds(5);

    /// How soon it is looked again for one that the directory knows and this does not.
    private static final Duration MISSED = Duration.ofSeconds(1);

    private final DirectoryAdministration directory;
    private final InstantSource clock;
    private final ReentrantLock reading = new ReentrantLock();
    private volatile @Nullable Snapshot last;

    /// @param domains that have names of their own, in order
    /// @param names of accounts: aliases that are theirs alone
    /// @param groups aliases that are not one account's name, in order
    /// @param others aliases that are
    record Snapshot(
            Instant taken,
            Set<Domain> domains,
            Map<AccountId, List<Address>> names,
            Map<Address, Alias> groups,
            Map<Address, Alias> others) {

        List<Address> names(Account account) {
            return names.getOrDefault(account.id(), List.of());
        }
    }

    KnownNames(DirectoryAdministration directory, InstantSource clock) {
        this.directory = directory;
        this.clock = clock;
    }

    Snapshot now() {
        return notOlderThan(STALE);
    }

    /// The group with exactly this name.
    Optional<Alias> group(Address address) {
        return find(snapshot -> snapshot.groups().get(address));
    }

    /// The alias with exactly this name that is an account's other name.
    Optional<Alias> otherName(Address address) {
        return find(snapshot -> snapshot.others().get(address));
    }

    boolean isContext(Domain domain) {
        return find(snapshot -> snapshot.domains().contains(domain) ? domain : null).isPresent();
    }

    private interface Look<T> {
        @Nullable T at(Snapshot snapshot);
    }

    private <T> Optional<T> find(Look<T> look) {
        T known = look.at(now());
        return known != null
                ? Optional.of(known)
                : Optional.ofNullable(look.at(notOlderThan(MISSED)));
    }

    private Snapshot notOlderThan(Duration age) {
        Snapshot before = last;
        if (before != null && isFresh(before, age)) {
            return before;
        }
        reading.lock();
        try {
            Snapshot meanwhile = last;
            if (meanwhile != null && isFresh(meanwhile, age)) {
                return meanwhile;
            }
            Snapshot fresh = read();
            last = fresh;
            return fresh;
        } finally {
            reading.unlock();
        }
    }

    private boolean isFresh(Snapshot snapshot, Duration age) {
        Instant now = clock.instant();
        return !now.isBefore(snapshot.taken()) && now.isBefore(snapshot.taken().plus(age));
    }

    private Snapshot read() {
        Instant taken = clock.instant();
        Map<AccountId, List<Address>> names = new HashMap<>();
        Map<Address, Alias> groups = new LinkedHashMap<>();
        Map<Address, Alias> others = new HashMap<>();
        for (Alias alias : directory.aliases()) {
            Optional<Account> only = onlyAccount(alias);
            if (only.isPresent()) {
                names.computeIfAbsent(only.get().id(), _ -> new ArrayList<>()).add(alias.address());
                others.put(alias.address(), alias);
            } else {
                groups.put(alias.address(), alias);
            }
        }
        return new Snapshot(taken, new LinkedHashSet<>(directory.domains()), names, groups, others);
    }

    /// The account whose other name an alias is. A list, or the alias of all other names of a
    /// domain, is nobody's.
    private Optional<Account> onlyAccount(Alias alias) {
        return alias.targets().size() == 1
                        && alias.owner().isEmpty()
                        && !alias.isGroup()
                        && !alias.address().localPart().isEmpty()
                ? account(directory, alias.targets().getFirst())
                : Optional.empty();
    }

    /// The account with exactly this address, whether it takes mail or not.
    static Optional<Account> account(DirectoryAdministration directory, Address address) {
        Address lookup = address.lookupForm();
        return switch (directory.resolve(lookup)) {
            case Resolution.Local(Account account) -> exactly(account, lookup);
            case Resolution.Disabled(Account account) -> exactly(account, lookup);
            case Resolution.Alias _,
                    Resolution.Retired _,
                    Resolution.Unknown _,
                    Resolution.Foreign _ ->
                    Optional.empty();
        };
    }

    /// Neither a detail nor the eldest in the place of `postmaster`.
    private static Optional<Account> exactly(Account account, Address address) {
        return account.address().equals(address) ? Optional.of(account) : Optional.empty();
    }
}
