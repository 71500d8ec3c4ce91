// SPDX-License-Identifier: Apache-2.0
package org.pabal.managesieve;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import org.pabal.directory.Account;
import org.pabal.directory.AccountId;
import org.pabal.directory.Directory;
import org.pabal.directory.Language;
import org.pabal.directory.LoginContext;
import org.pabal.directory.Resolution;
import org.pabal.message.Address;
import org.pabal.message.Domain;
import org.pabal.message.UnavailableException;
import org.pabal.sasl.Credentials;
import org.pabal.sasl.ScramCredential;
import org.pabal.sasl.ScramCredentials;
import org.pabal.sasl.ScramHash;

/// alice, bob, and carol (disabled), all with the password `secret`.
final class FakeDirectory implements Directory {
    static final String PASSWORD = "secret";
    private static final Domain DOMAIN = Domain.parse("example.org").orElseThrow();

    private final Map<String, Account> accounts =
            new ConcurrentHashMap<>(
                    Map.of(
                            "alice", account(1, "alice", true),
                            "bob", account(2, "bob", true),
                            "carol", account(3, "carol", false)));
    private volatile boolean down;

    private static Account account(long id, String name, boolean enabled) {
        return new Account(
                new AccountId(id),
                Address.of(name + "@example.org"),
                name,
                Language.ENGLISH,
                OptionalLong.empty(),
                enabled);
    }

    /// From now on nothing is answered.
    void goDown() {
        down = true;
    }

    /// The account's mailboxes are on another host.
    void put(String name, Optional<String> host) {
        accounts.computeIfPresent(name, (_, account) -> account.withHost(host));
    }

    Account account(String name) {
        return Optional.ofNullable(accounts.get(name)).orElseThrow();
    }

    @Override
    public Resolution resolve(Address address) {
        return new Resolution.Unknown();
    }

    @Override
    public boolean isLocal(Domain domain) {
        return domain.equals(DOMAIN);
    }

    @Override
    public List<Domain> domains() {
        return List.of(DOMAIN);
    }

    @Override
    public Optional<Account> account(AccountId id) {
        return accounts.values().stream().filter(a -> a.id().equals(id)).findFirst();
    }

    @Override
    public Optional<Account> findByLogin(String login, LoginContext context) {
        if (down) {
            throw new UnavailableException("the directory is down, start it");
        }
        return Optional.ofNullable(accounts.get(login.replace("@example.org", "")));
    }

    @Override
    public Credentials credentials(LoginContext context) {
        return new Credentials() {
            @Override
            public boolean verify(String who, String password) {
                return findByLogin(who, context).filter(Account::enabled).isPresent()
                        && password.equals(PASSWORD);
            }

            @Override
            public Optional<ScramCredential> scram(String who, ScramHash hash) {
                byte[] salt = "salt".getBytes(StandardCharsets.US_ASCII);
                return Optional.of(ScramCredentials.derive(PASSWORD, hash, 4096, salt));
            }

            @Override
            public boolean isKnown(String who) {
                return findByLogin(who, context).filter(Account::enabled).isPresent();
            }

            @Override
            public boolean mayActAs(String who, String other) {
                return who.equals(other);
            }
        };
    }

    @Override
    public boolean owns(AccountId account, Address address) {
        return false;
    }
}
