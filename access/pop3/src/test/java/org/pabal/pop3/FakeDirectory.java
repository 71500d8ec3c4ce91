// SPDX-License-Identifier: Apache-2.0
package org.pabal.pop3;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
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

/// alice, 민수 (who reads Korean) and carol (disabled) of example.org, and another alice of
/// example.net, all with the password `secret word`.
final class FakeDirectory implements Directory {
    static final String PASSWORD = "secret word";
    private static final Domain ORG = Domain.of("example.org");
    private static final Domain NET = Domain.of("example.net");

    private final Map<String, Account> accounts =
            new ConcurrentHashMap<>(
                    Map.of(
                            "alice@example.org",
                                    account(1, "alice@example.org", Language.ENGLISH, true),
                            "민수@example.org", account(2, "민수@example.org", Language.KOREAN, true),
                            "carol@example.org",
                                    account(3, "carol@example.org", Language.ENGLISH, false),
                            "alice@example.net",
                                    account(4, "alice@example.net", Language.ENGLISH, true)));
    private final List<Consumer<AccountId>> listeners = new CopyOnWriteArrayList<>();
    private volatile boolean down;
    private volatile boolean keepsClearPasswords;

    private static Account account(long id, String address, Language language, boolean enabled) {
        return new Account(
                new AccountId(id),
                Address.of(address),
                "",
                language,
                OptionalLong.empty(),
                enabled);
    }

    /// From now on nothing is answered.
    void goDown() {
        down = true;
    }

    void comeBack() {
        down = false;
    }

    void keepClearPasswords() {
        keepsClearPasswords = true;
    }

    /// The account's mailboxes are on another host.
    void put(String address, Optional<String> host) {
        accounts.computeIfPresent(address, (_, account) -> account.withHost(host));
    }

    /// As if somebody had changed the account's password.
    void changeLogin(String address) {
        listeners.forEach(listener -> listener.accept(account(address).id()));
    }

    Account account(String address) {
        return Optional.ofNullable(accounts.get(address)).orElseThrow();
    }

    private void checkUp() {
        if (down) {
            throw new UnavailableException("the directory is down, start it");
        }
    }

    @Override
    public void whenLoginChanges(Consumer<AccountId> told) {
        listeners.add(told);
    }

    @Override
    public Resolution resolve(Address address) {
        return new Resolution.Unknown();
    }

    @Override
    public boolean isLocal(Domain domain) {
        return domains().contains(domain);
    }

    @Override
    public List<Domain> domains() {
        return List.of(NET, ORG);
    }

    @Override
    public Optional<Account> account(AccountId id) {
        return accounts.values().stream().filter(a -> a.id().equals(id)).findFirst();
    }

    @Override
    public Optional<Account> findByLogin(String login, LoginContext context) {
        checkUp();
        String full =
                login.contains("@") ? login : login + "@" + context.defaultDomain().orElse(ORG);
        return Optional.ofNullable(accounts.get(full));
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
            public Set<ScramHash> scramHashes() {
                return Set.of(ScramHash.SHA_256);
            }

            @Override
            public boolean keepsClearPasswords() {
                return keepsClearPasswords;
            }

            @Override
            public Optional<String> clearPassword(String who) {
                return findByLogin(who, context).map(_ -> PASSWORD);
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
