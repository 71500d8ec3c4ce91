// SPDX-License-Identifier: Apache-2.0
package org.pabal.mta.testing;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.pabal.directory.Account;
import org.pabal.directory.AccountId;
import org.pabal.directory.AccountLimits;
import org.pabal.directory.Directory;
import org.pabal.directory.Language;
import org.pabal.directory.LoginContext;
import org.pabal.directory.Resolution;
import org.pabal.directory.WhoMaySend;
import org.pabal.message.Address;
import org.pabal.message.Domain;
import org.pabal.message.UnavailableException;
import org.pabal.sasl.Credentials;

/// Accounts and aliases in maps.
public final class FakeDirectory implements Directory {
    private final List<Domain> domains = new ArrayList<>();
    private final Map<Address, Account> accounts = new HashMap<>();
    private final Map<Address, List<Address>> aliases = new HashMap<>();
    private final Map<Address, Address> owners = new HashMap<>();
    private final Map<Address, WhoMaySend> groups = new HashMap<>();
    private final Map<AccountId, List<Address>> grants = new HashMap<>();
    private boolean down;

    public void domain(String name) {
        domains.add(Domain.of(name));
    }

    public Account account(String address) {
        return account(address, OptionalLong.empty(), true, Language.ENGLISH);
    }

    public Account account(String address, OptionalLong quota, boolean enabled, Language language) {
        Address key = Address.of(address).lookupForm();
        AccountId id =
                accounts.containsKey(key)
                        ? accounts.get(key).id()
                        : new AccountId(accounts.size() + 1L);
        Account account = new Account(id, key, "", language, quota, enabled);
        accounts.put(key, account);
        return account;
    }

    /// An account whose mailboxes are on another host.
    public Account account(String address, String host) {
        Account account = account(address).withHost(Optional.of(host));
        accounts.put(account.address(), account);
        return account;
    }

    public void limits(String address, AccountLimits limits) {
        accounts.computeIfPresent(
                Address.of(address).lookupForm(), (_, account) -> account.withLimits(limits));
    }

    /// Has members and a rule who may send to it.
    public void group(String address, WhoMaySend senders, String... members) {
        alias(address, members);
        groups.put(Address.of(address).lookupForm(), senders);
    }

    public void alias(String address, String... targets) {
        aliases.put(
                Address.of(address).lookupForm(),
                java.util.stream.Stream.of(targets).map(Address::of).toList());
    }

    public void list(String address, String owner, String... members) {
        alias(address, members);
        owners.put(Address.of(address).lookupForm(), Address.of(owner));
    }

    public void grant(String account, String sendAs) {
        AccountId id = accounts.get(Address.of(account).lookupForm()).id();
        grants.computeIfAbsent(id, _ -> new ArrayList<>()).add(Address.of(sendAs).lookupForm());
    }

    public void removeAccount(String address) {
        accounts.remove(Address.of(address).lookupForm());
    }

    public void down(boolean isDown) {
        down = isDown;
    }

    private void check() {
        if (down) {
            throw new UnavailableException("the directory is down");
        }
    }

    @Override
    public Resolution resolve(Address address) {
        check();
        if (!domains.contains(address.domain())) {
            return new Resolution.Foreign(address.domain());
        }
        Address key = address.lookupForm();
        int plus = key.localPart().indexOf('+');
        if (plus > 0 && !accounts.containsKey(key) && !aliases.containsKey(key)) {
            key = new Address(key.localPart().substring(0, plus), key.domain());
        }
        if (aliases.containsKey(key)) {
            return new Resolution.Alias(
                    aliases.get(key),
                    Optional.ofNullable(owners.get(key)),
                    Optional.ofNullable(groups.get(key)));
        }
        Account account = accounts.get(key);
        if (account == null && key.localPart().matches("postmaster|abuse")) {
            account =
                    accounts.values().stream()
                            .min((a, b) -> a.id().toString().compareTo(b.id().toString()))
                            .orElse(null);
        }
        if (account == null) {
            return new Resolution.Unknown();
        }
        return account.enabled() ? new Resolution.Local(account) : new Resolution.Disabled(account);
    }

    @Override
    public boolean isLocal(Domain domain) {
        check();
        return domains.contains(domain);
    }

    @Override
    public List<Domain> domains() {
        check();
        return domains;
    }

    @Override
    public Optional<Account> account(AccountId id) {
        check();
        return accounts.values().stream().filter(a -> a.id().equals(id)).findFirst();
    }

    @Override
    public Optional<Account> findByLogin(String login, LoginContext context) {
        check();
        return Optional.ofNullable(accounts.get(Address.of(login).lookupForm()));
    }

    @Override
    public Credentials credentials(LoginContext context) {
        throw new UnsupportedOperationException("nobody logs in here");
    }

    @Override
    public boolean owns(AccountId account, Address address) {
        check();
        return grants.getOrDefault(account, List.of()).contains(address.lookupForm())
                || resolve(address) instanceof Resolution.Local(var owner)
                        && owner.id().equals(account);
    }
}
