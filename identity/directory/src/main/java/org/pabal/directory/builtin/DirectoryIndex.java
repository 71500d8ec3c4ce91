// SPDX-License-Identifier: Apache-2.0
package org.pabal.directory.builtin;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.pabal.directory.Account;
import org.pabal.directory.AccountId;
import org.pabal.directory.DirectoryAdministration.Alias;
import org.pabal.directory.DirectoryAdministration.DomainAlias;
import org.pabal.directory.LoginNames;
import org.pabal.directory.OwnAlias;
import org.pabal.directory.Resolution;
import org.pabal.directory.Subaddress;
import org.pabal.message.Address;
import org.pabal.message.Domain;

/// All names in memory: some 300 octets an account.
///
/// Read by any number of threads, changed by one at a time. Each change touches one name, so that a
/// reader sees it whole or not at all.
final class DirectoryIndex implements LoginNames.OurDomains {
    private static final Resolution UNKNOWN = new Resolution.Unknown();
    private static final Resolution RETIRED = new Resolution.Retired();
    private static final String EVERY_OTHER = "";

    private final Map<Domain, Names> domains = new ConcurrentHashMap<>();
    private final Map<AccountId, Account> accounts = new ConcurrentHashMap<>();

    /// What accounts may write from besides their own; each set is replaced, never changed.
    private final Map<AccountId, Set<Address>> grants = new ConcurrentHashMap<>();

    /// Domains that are others' aliases; those with `*.` by the domain below which they hold.
    private final Map<Domain, DomainAlias> domainAliases = new ConcurrentHashMap<>();

    private final Map<Domain, DomainAlias> below = new ConcurrentHashMap<>();

    /// What people have made themselves, by whose it is and its address; what is in {@link Names}.
    private final Map<AccountId, Map<Address, OwnAlias>> ownAliases = new ConcurrentHashMap<>();

    private final GroupNumbers groups = new GroupNumbers();
    private final Subaddress subaddress;

    /// Always there: the settings give them to other directories.
    private final Set<Domain> foreignDomains;

    private final InstantSource clock;

    DirectoryIndex(Subaddress subaddress, Set<Domain> foreignDomains, InstantSource clock) {
        this.subaddress = subaddress;
        this.foreignDomains = foreignDomains;
        this.clock = clock;
        foreignDomains.forEach(this::putDomain);
    }

    /// The numbers of groups.
    GroupNumbers groups() {
        return groups;
    }

    /// True for a domain whose accounts another directory knows.
    boolean isForeign(Domain domain) {
        return foreignDomains.contains(domain);
    }

    /// The names of one domain: local-part in lookup form to what it leads to.
    private static final class Names {
        private final Map<String, Resolution> resolutions = new ConcurrentHashMap<>();

        /// What people have made, and what they have given up; no name stands in both.
        private final Map<String, OwnAlias> own = new ConcurrentHashMap<>();

        /// The account with the least id, who gets what is sent to the domain's postmaster.
        private volatile @Nullable Account eldest;
    }

    /// See {@link org.pabal.directory.Directory#resolve}.
    Resolution resolve(Address address) {
        Names names = domains.get(address.domain());
        if (names == null) {
            Domain real = real(address.domain());
            return domains.containsKey(real)
                    ? new Resolution.Alias(List.of(new Address(address.localPart(), real)))
                    : new Resolution.Foreign(address.domain());
        }
        String localPart = address.lookupForm().localPart();
        Resolution exact = find(names, localPart);
        if (exact != null) {
            return exact;
        }
        List<String> bases = subaddress.bases(localPart);
        for (String base : bases) {
            Resolution withoutDetail = find(names, base);
            if (withoutDetail != null) {
                return withoutDetail;
            }
        }
        Resolution everyOther = names.resolutions.get(EVERY_OTHER);
        if (everyOther != null) {
            return everyOther;
        }
        Account eldest = names.eldest;
        return eldest != null
                        && (isRole(localPart) || bases.stream().anyMatch(DirectoryIndex::isRole))
                ? resolution(eldest)
                : UNKNOWN;
    }

    private @Nullable Resolution find(Names names, String localPart) {
        Resolution there = names.resolutions.get(localPart);
        if (there != null) {
            return there;
        }
        OwnAlias own = names.own.get(localPart);
        return own == null ? null : resolution(own);
    }

    /// What the clock says now: nothing has to happen when it expires.
    private Resolution resolution(OwnAlias own) {
        Account owner = accounts.get(own.account());
        return owner != null && own.takesMail(clock.instant())
                ? new Resolution.Alias(List.of(owner.address()))
                : RETIRED;
    }

    /// The domain that another is an alias of; the same when it is none.
    Domain real(Domain domain) {
        if (domains.containsKey(domain)) {
            return domain;
        }
        DomainAlias alias = domainAliases.get(domain);
        if (alias != null) {
            return alias.target();
        }
        return below.isEmpty() || domain.isLiteral() ? domain : realBelow(domain);
    }

    private Domain realBelow(Domain domain) {
        String rest = domain.name();
        for (int dot = rest.indexOf('.'); dot >= 0; dot = rest.indexOf('.')) {
            rest = rest.substring(dot + 1);
            DomainAlias parent = below.get(new Domain(rest));
            if (parent != null) {
                return parent.target();
            }
        }
        return domain;
    }

    /// RFC 5321 §4.5.1 and RFC 2142 §4.
    private static boolean isRole(String localPart) {
        return localPart.equals("postmaster") || localPart.equals("abuse");
    }

    private static Resolution resolution(Account account) {
        return account.enabled() ? new Resolution.Local(account) : new Resolution.Disabled(account);
    }

    /// The addresses that an address may mean without its detail, the longest first.
    List<Address> bases(Address address) {
        return subaddress.bases(address);
    }

    /// What stands under exactly this address; without detail, role names or the like.
    Optional<Resolution> entry(Address address) {
        Names names = domains.get(real(address.domain()));
        return names == null
                ? Optional.empty()
                : Optional.ofNullable(find(names, address.lookupForm().localPart()));
    }

    Optional<Account> account(Address address) {
        return entry(address).flatMap(Resolution::asAccount);
    }

    Optional<Account> account(AccountId id) {
        return Optional.ofNullable(accounts.get(id));
    }

    @Override
    public boolean isLocal(Domain domain) {
        return domains.containsKey(real(domain));
    }

    /// True for a domain that has names of its own.
    boolean isReal(Domain domain) {
        return domains.containsKey(domain);
    }

    Optional<DomainAlias> domainAlias(Domain name) {
        return domainAliases().stream().filter(alias -> alias.name().equals(name)).findFirst();
    }

    /// In the order of their names.
    List<DomainAlias> domainAliases() {
        return Stream.concat(domainAliases.values().stream(), below.values().stream())
                .sorted(Comparator.comparing(DomainAlias::name))
                .toList();
    }

    void putDomainAlias(DomainAlias alias) {
        alias.parent()
                .ifPresentOrElse(
                        parent -> below.put(parent, alias),
                        () -> domainAliases.put(alias.name(), alias));
    }

    void removeDomainAlias(DomainAlias alias) {
        alias.parent().ifPresentOrElse(below::remove, () -> domainAliases.remove(alias.name()));
    }

    boolean isEmpty(Domain domain) {
        Names names = domains.get(domain);
        return names == null || names.resolutions.isEmpty() && names.own.isEmpty();
    }

    /// In the order of their names.
    @Override
    public List<Domain> domains() {
        return domains.keySet().stream().sorted().toList();
    }

    /// The domain, when it is the only one.
    @Override
    public Optional<Domain> onlyDomain() {
        return domains.size() == 1 ? domains.keySet().stream().findFirst() : Optional.empty();
    }

    /// In the order of their ids.
    List<Account> accounts() {
        return accounts.values().stream()
                .sorted(Comparator.comparingLong(account -> account.id().value()))
                .toList();
    }

    /// In the order of their domains and names.
    List<Alias> aliases() {
        List<Alias> aliases = new ArrayList<>();
        domains.forEach((domain, names) ->
                names.resolutions.forEach((localPart, resolution) -> {
                    if (resolution
                            instanceof Resolution.Alias(var targets, var owner, var senders)) {
                        Address name = new Address(localPart, domain);
                        aliases.add(new Alias(name, targets, owner, senders));
                    }
                }));
        aliases.sort(
                Comparator.comparing((Alias alias) -> alias.address().domain())
                        .thenComparing(alias -> alias.address().localPart()));
        return List.copyOf(aliases);
    }

    /// The alias or group of exactly this name.
    Optional<Alias> alias(Address address) {
        Address name = new Address(address.lookupForm().localPart(), real(address.domain()));
        Names names = domains.get(name.domain());
        return names != null
                        && names.resolutions.get(name.localPart())
                                instanceof Resolution.Alias(var targets, var owner, var senders)
                ? Optional.of(new Alias(name, targets, owner, senders))
                : Optional.empty();
    }

    /// The account's own addresses, aliases that lead to it, and what was granted.
    boolean owns(AccountId account, Address address) {
        return new AliasPaths(this).leadsTo(address, account) || isGranted(account, address);
    }

    /// In the order of domains and names; an empty local-part stands for a whole domain.
    Set<Address> grants(AccountId account) {
        return grants.getOrDefault(account, Set.of());
    }

    boolean isGranted(AccountId account, Address address) {
        Set<Address> granted = grants(account);
        return !granted.isEmpty()
                && (granted.contains(address.lookupForm())
                        || granted.contains(new Address(EVERY_OTHER, address.domain())));
    }

    void putGrant(AccountId account, Address sendAs) {
        Set<Address> granted = granted(account);
        granted.add(sendAs);
        grants.put(account, granted);
    }

    void removeGrant(AccountId account, Address sendAs) {
        Set<Address> granted = granted(account);
        granted.remove(sendAs);
        grants.put(account, granted);
    }

    void removeGrants(AccountId account) {
        grants.remove(account);
    }

    private Set<Address> granted(AccountId account) {
        Set<Address> granted =
                new TreeSet<>(
                        Comparator.comparing(Address::domain).thenComparing(Address::localPart));
        granted.addAll(grants(account));
        return granted;
    }

    void putDomain(Domain domain) {
        domains.putIfAbsent(domain, new Names());
    }

    void removeDomain(Domain domain) {
        domains.remove(domain);
    }

    void putAccount(Account account) {
        Names names = names(account.address());
        accounts.put(account.id(), account);
        names.resolutions.put(account.address().localPart(), resolution(account));
        Account eldest = names.eldest;
        if (eldest == null || account.id().value() <= eldest.id().value() || !eldest.enabled()) {
            names.eldest = eldest(names);
        }
    }

    /// @param old what stands under the old address from now on
    void moveAccount(Account before, Account after, Optional<Alias> old) {
        putAccount(after);
        Names names = names(before.address());
        old.ifPresentOrElse(
                this::putAlias, () -> names.resolutions.remove(before.address().localPart()));
        Account eldest = names.eldest;
        if (eldest != null && eldest.id().equals(before.id())) {
            names.eldest = eldest(names);
        }
    }

    void removeAccount(Account account) {
        Names names = names(account.address());
        names.resolutions.remove(account.address().localPart());
        accounts.remove(account.id());
        grants.remove(account.id());
        Account eldest = names.eldest;
        if (eldest != null && eldest.id().equals(account.id())) {
            names.eldest = eldest(names);
        }
    }

    void putAlias(Alias alias) {
        names(alias.address())
                .resolutions
                .put(
                        alias.address().localPart(),
                        new Resolution.Alias(alias.targets(), alias.owner(), alias.senders()));
    }

    void removeAlias(Address address) {
        names(address).resolutions.remove(address.localPart());
    }

    Stream<OwnAlias> ownAliases() {
        return domains.values().stream().flatMap(names -> names.own.values().stream());
    }

    /// @param address in lookup form
    Optional<OwnAlias> ownAlias(Address address) {
        return Optional.ofNullable(domains.get(real(address.domain())))
                .map(names -> names.own.get(address.localPart()));
    }

    Collection<OwnAlias> ownAliases(AccountId account) {
        return ownAliases.getOrDefault(account, Map.of()).values();
    }

    void putOwnAlias(OwnAlias alias) {
        removeOwnAlias(alias.address());
        ownAliases
                .computeIfAbsent(alias.account(), _ -> new ConcurrentHashMap<>())
                .put(alias.address(), alias);
        names(alias.address()).own.put(alias.address().localPart(), alias);
    }

    void removeOwnAlias(Address address) {
        OwnAlias before = names(address).own.remove(address.localPart());
        if (before != null) {
            ownAliases.getOrDefault(before.account(), Map.of()).remove(address);
        }
    }

    private Names names(Address address) {
        return domains.computeIfAbsent(address.domain(), _ -> new Names());
    }

    /// Of those who take mail, if there are any.
    private static @Nullable Account eldest(Names names) {
        Account eldest = null;
        for (Resolution resolution : names.resolutions.values()) {
            Account account =
                    switch (resolution) {
                        case Resolution.Local(var local) -> local;
                        case Resolution.Disabled(var disabled) -> disabled;
                        case Resolution.Alias _,
                                Resolution.Retired _,
                                Resolution.Unknown _,
                                Resolution.Foreign _ ->
                                null;
                    };
            if (account != null && (eldest == null || comesBefore(account, eldest))) {
                eldest = account;
            }
        }
        return eldest;
    }

    private static boolean comesBefore(Account account, Account other) {
        return account.enabled() == other.enabled()
                ? account.id().value() < other.id().value()
                : account.enabled();
    }
}
