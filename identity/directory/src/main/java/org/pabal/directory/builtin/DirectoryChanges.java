// SPDX-License-Identifier: Apache-2.0
package org.pabal.directory.builtin;

import java.security.SecureRandom;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.pabal.directory.Account;
import org.pabal.directory.AccountId;
import org.pabal.directory.DirectoryAdministration;
import org.pabal.directory.DirectoryAdministration.Outcome;
import org.pabal.directory.format.v1.DirectoryFormat;
import org.pabal.message.Address;
import org.pabal.message.UnavailableException;
import org.pabal.storage.Change;

/// The directory as it is, and the one way in which it changes: judged, made durable, taken into
/// the index, told to whoever has sessions of the account. Safe for use by many threads.
final class DirectoryChanges {
    /// So often may another process be quicker before a change gives up.
    private static final int MAX_ATTEMPTS = 10;

    private final DirectoryStore store;

    /// Held while a change is judged, committed and taken into the index.
    private final ReentrantLock changing = new ReentrantLock();

    private final List<Consumer<AccountId>> loginChanges = new CopyOnWriteArrayList<>();
    private final List<Consumer<AccountId>> signInChanges = new CopyOnWriteArrayList<>();
    private final List<Runnable> changeListeners = new CopyOnWriteArrayList<>();
    private volatile DirectoryStore.Loaded loaded;

    DirectoryChanges(DirectoryStore store) {
        this.store = store;
        this.loaded = store.load();
    }

    DirectoryIndex index() {
        return loaded.index();
    }

    /// Another one after each change.
    long version() {
        return loaded.version();
    }

    DirectoryStore store() {
        return store;
    }

    /// The number of the next account, for a plan.
    AccountId nextId() {
        return new AccountId(loaded.nextId());
    }

    /// The directory's secret, made at its first start.
    byte[] secret(SecureRandom random) {
        byte[] fresh = new byte[UnknownNames.SECRET_OCTETS];
        random.nextBytes(fresh);
        Change put =
                new Change.Put(DirectoryFormat.secretKey(), DirectoryFormat.encodeOctets(fresh));
        for (int attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
            Optional<byte[]> kept = store.secret();
            if (kept.isPresent()) {
                return kept.get();
            }
            if (store.commit(loaded.version(), List.of(put))) {
                loaded = next(loaded, loaded.nextId());
                return fresh;
            }
            loaded = store.load();
        }
        throw tooBusy();
    }

    /// Judges, commits, and judges again when another process was quicker.
    Outcome change(Supplier<Plan> judge) {
        changing.lock();
        try {
            for (int attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
                switch (judge.get()) {
                    case Plan.Refuse(String reason) -> {
                        return new Outcome.Refused(reason);
                    }
                    case Plan.Write(var changes, var take) -> {
                        DirectoryStore.Loaded before = loaded;
                        if (store.commit(before.version(), changes)) {
                            take.accept(before.index());
                            loaded = next(before, nextId(before, changes));
                            changeListeners.forEach(Runnable::run);
                            return DirectoryAdministration.DONE;
                        }
                        loaded = store.load();
                    }
                }
            }
            throw tooBusy();
        } finally {
            changing.unlock();
        }
    }

    /// Looks at the directory while nobody changes it.
    <T> T still(Supplier<T> look) {
        changing.lock();
        try {
            return look.get();
        } finally {
            changing.unlock();
        }
    }

    /// The same for what an account has to be there for.
    Outcome changeAccount(Address address, Function<Account, Plan> plan) {
        return change(() ->
                index().account(address)
                        .map(plan)
                        .orElseGet(() -> new Plan.Refuse(Sentences.noSuchAccount(address))));
    }

    void whenLoginChanges(Consumer<AccountId> told) {
        loginChanges.add(told);
    }

    void whenSignInChanges(Consumer<AccountId> told) {
        signInChanges.add(told);
    }

    /// @param told neither blocks nor throws
    void whenChanged(Runnable told) {
        changeListeners.add(told);
    }

    /// The account's sessions are over.
    void tellLoginChanged(AccountId id) {
        loginChanges.forEach(told -> told.accept(id));
        signInChanges.forEach(told -> told.accept(id));
    }

    /// One of its app passwords is good no more.
    void tellAppPasswordEnded(AccountId id) {
        loginChanges.forEach(told -> told.accept(id));
    }

    private static long nextId(DirectoryStore.Loaded before, List<Change> changes) {
        for (Change change : changes) {
            if (change instanceof Change.Put(byte[] key, byte[] value)
                    && Arrays.equals(key, DirectoryFormat.nextIdKey())) {
                return DirectoryFormat.decodeNumber("the next id", value);
            }
        }
        return before.nextId();
    }

    private static DirectoryStore.Loaded next(DirectoryStore.Loaded before, long nextId) {
        return new DirectoryStore.Loaded(before.index(), nextId, before.version() + 1);
    }

    private static UnavailableException tooBusy() {
        return new UnavailableException(
                "the directory was changed by others all the while; try again");
    }
}
