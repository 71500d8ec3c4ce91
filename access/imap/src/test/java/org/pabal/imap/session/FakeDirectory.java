// SPDX-License-Identifier: Apache-2.0
package org.pabal.imap.session;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import org.pabal.directory.Account;
import org.pabal.directory.AccountId;
import org.pabal.directory.Directory;
import org.pabal.directory.Groups;
import org.pabal.directory.Language;
import org.pabal.directory.LoginContext;
import org.pabal.directory.Resolution;
import org.pabal.directory.Role;
import org.pabal.imap.state.AccountAdministration;
import org.pabal.message.Address;
import org.pabal.message.Domain;
import org.pabal.message.UnavailableException;
import org.pabal.sasl.Credentials;
import org.pabal.sasl.ScramCredential;
import org.pabal.sasl.ScramCredentials;
import org.pabal.sasl.ScramHash;

/// alice, bob (small quota), carol (disabled), dave and board, and erin of another domain, all with the password `secret`.
final class FakeDirectory implements Directory, AccountAdministration {
    static final String PASSWORD = "secret";
    private static final Domain DOMAIN = Domain.parse("example.org").orElseThrow();

    private final Map<String, Account> accounts =
            new ConcurrentHashMap<>(
                    Map.of(
                            "alice", account(1, "alice", OptionalLong.empty(), true),
                            "bob", account(2, "bob", OptionalLong.of(2_000), true),
                            "carol", account(3, "carol", OptionalLong.empty(), false),
                            "dave", account(4, "dave", OptionalLong.empty(), true),
                            "board", account(5, "board", OptionalLong.empty(), true),
                            "erin@example.net", erin()));
    private volatile boolean down;

    private static Account erin() {
        return new Account(
                new AccountId(6),
                Address.of("erin@example.net"),
                "erin",
                Language.ENGLISH,
                OptionalLong.empty(),
                true);
    }

    void setRole(String name, Role role) {
        accounts.computeIfPresent(name, (_, account) -> account.withRole(role));
    }

    private static Account account(long id, String name, OptionalLong quota, boolean enabled) {
        return new Account(
                new AccountId(id),
                Address.of(name + "@example.org"),
                name,
                Language.ENGLISH,
                quota,
                enabled);
    }

    @Override
    public List<Account> accounts() {
        return List.copyOf(accounts.values());
    }

    @Override
    public Optional<String> setQuota(Address address, OptionalLong octets, OptionalLong messages) {
        if (octets.orElse(1) < 1 || messages.orElse(1) < 1) {
            return Optional.of("a limit is at least 1");
        }
        accounts.computeIfPresent(
                address.localPart(), (_, account) -> account.withQuota(octets, messages));
        return Optional.empty();
    }

    /// The account's mailboxes are on another host.
    void put(String name, Optional<String> host) {
        accounts.computeIfPresent(name, (_, account) -> account.withHost(host));
    }

    /// From now on nothing is answered.
    void goDown() {
        down = true;
    }

    private void checkUp() {
        if (down) {
            throw new UnavailableException("the directory is down, start it");
        }
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
        checkUp();
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

    final FakeGroups groups = new FakeGroups();

    @Override
    public Groups groups() {
        return groups;
    }

    @Override
    public boolean owns(AccountId account, Address address) {
        return false;
    }
}
