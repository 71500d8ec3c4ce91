// SPDX-License-Identifier: Apache-2.0
package org.pabal.directory.joined;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.pabal.directory.AccountId;
import org.pabal.directory.builtin.BuiltInDirectory;
import org.pabal.directory.format.v1.DirectoryFormat;
import org.pabal.directory.format.v1.RegisteredAccount;
import org.pabal.directory.source.SourceAccount;
import org.pabal.message.UnavailableException;
import org.pabal.storage.Change;
import org.pabal.storage.Entry;
import org.pabal.storage.Keys;
import org.pabal.storage.Space;
import org.pabal.storage.Storage;
import org.pabal.storage.StorageException;

/// The numbers of accounts that other directories know, for good.
///
/// A number is durable before anybody hears of it, in one commit with the counter that it comes
/// from: after a crash the next one who asks finds it, or the account gets the next number and no
/// mailbox was ever made under the lost one. What a source said last of an account stays with it, so
/// that sessions and mail on its way go on while the source is down.
final class Register {
    private static final Space SPACE = Space.Shared.DIRECTORY;
    private static final int PAGE = 10_000;

    /// Some 600 octets each.
    private static final int MAX_REMEMBERED = 100_000;

    /// The longest key of a source: an address, or LDAP's entryUUID; no distinguished name of a
    /// thousand octets.
    private static final int MAX_KEY_CHARS = 512;

    private final Storage storage;
    private final BuiltInDirectory builtIn;
    private final Consumer<AccountId> disabled;
    private final Cache<AccountId, RegisteredAccount> remembered =
            Caffeine.newBuilder()
                    .maximumSize(MAX_REMEMBERED)
                    .expireAfterWrite(Duration.ofMinutes(1)) // another process may change them
                    .executor(Runnable::run)
                    .build();

    /// @param builtIn whose counter and whose version of the space these are
    /// @param disabled told when an account may log in no more
    Register(Storage storage, BuiltInDirectory builtIn, Consumer<AccountId> disabled) {
        this.disabled = disabled;
        this.storage = storage;
        this.builtIn = builtIn;
    }

    Optional<RegisteredAccount> account(AccountId id) {
        return Optional.ofNullable(
                remembered.asMap().computeIfAbsent(id, each -> stored(each).orElse(null)));
    }

    /// The account as the source has just described it: numbered if it is new, renewed if it is not
    /// as it was.
    RegisteredAccount seen(String source, SourceAccount account) {
        if (account.key().isEmpty() || account.key().length() > MAX_KEY_CHARS) {
            throw new UnavailableException(
                    "the directory "
                            + source
                            + " tells "
                            + account.address()
                            + " from others by a key that is empty or longer than "
                            + MAX_KEY_CHARS
                            + " characters");
        }
        AccountId id = number(source, account.key()).orElseGet(() -> enter(source, account));
        RegisteredAccount registered = account(id).orElseThrow(() -> halfWritten(id));
        if (registered.known().equals(account)) {
            return registered;
        }
        RegisteredAccount renewed =
                renew(id, before -> before.with(account)).orElseThrow(() -> halfWritten(id));
        if (registered.known().enabled() && !account.enabled()) {
            disabled.accept(id);
        }
        return renewed;
    }

    Optional<AccountId> number(String source, String key) {
        return available(() -> storage.read(SPACE, RegisteredAccount.keyKey(source, key)))
                .map(value -> DirectoryFormat.decodeNumber("an account's number", value))
                .map(AccountId::new);
    }

    private AccountId enter(String source, SourceAccount account) {
        return builtIn.number(
                new BuiltInDirectory.Newcomer() {
                    @Override
                    public Optional<AccountId> number() {
                        return Register.this.number(source, account.key());
                    }

                    @Override
                    public List<Change> entries(AccountId id) {
                        RegisteredAccount first =
                                new RegisteredAccount(
                                        id,
                                        source,
                                        account,
                                        OptionalLong.empty(),
                                        OptionalLong.empty());
                        return List.of(
                                new Change.Put(
                                        RegisteredAccount.keyKey(source, account.key()),
                                        DirectoryFormat.encodeNumber(id.value())),
                                put(first));
                    }
                });
    }

    /// Changes what is kept of an account. Empty when it is gone.
    Optional<RegisteredAccount> renew(AccountId id, UnaryOperator<RegisteredAccount> change) {
        builtIn.keep(() ->
                stored(id)
                        .map(before -> List.<Change>of(put(change.apply(before))))
                        .orElse(List.of()));
        remembered.invalidate(id);
        return account(id);
    }

    /// Its number is never given again; whoever has its key is a new account from now on.
    void remove(RegisteredAccount account) {
        builtIn.forget(
                account.id(),
                List.of(
                        new Change.Delete(RegisteredAccount.numberKey(account.id())),
                        new Change.Delete(
                                RegisteredAccount.keyKey(
                                        account.source(), account.known().key()))));
        remembered.invalidate(account.id());
    }

    /// In the order of their numbers.
    List<RegisteredAccount> accounts(Predicate<RegisteredAccount> wanted) {
        List<RegisteredAccount> accounts = new ArrayList<>();
        byte[] from = {RegisteredAccount.BY_NUMBER};
        byte[] to = Keys.afterPrefix(from);
        while (true) {
            byte[] start = from;
            List<Entry> page = available(() -> storage.scan(SPACE, start, to, PAGE));
            for (Entry entry : page) {
                RegisteredAccount account = RegisteredAccount.decode(entry.key(), entry.value());
                if (wanted.test(account)) {
                    accounts.add(account);
                }
            }
            if (page.size() < PAGE) {
                return accounts;
            }
            from = Keys.successor(page.getLast().key());
        }
    }

    private Optional<RegisteredAccount> stored(AccountId id) {
        byte[] key = RegisteredAccount.numberKey(id);
        return available(() -> storage.read(SPACE, key))
                .map(value -> RegisteredAccount.decode(key, value));
    }

    private static Change put(RegisteredAccount account) {
        return new Change.Put(RegisteredAccount.numberKey(account.id()), account.encode());
    }

    private static UnavailableException halfWritten(AccountId id) {
        return new UnavailableException(
                "account " + id + " of another directory was removed this moment; try again");
    }

    private static <T> T available(Supplier<T> step) {
        try {
            return step.get();
        } catch (StorageException e) {
            throw new UnavailableException(
                    "the directory cannot be read for now: " + e.getMessage(), e);
        }
    }
}
