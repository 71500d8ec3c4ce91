// SPDX-License-Identifier: Apache-2.0
package org.pabal.mailbox.stored;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.RemovalCause;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;
import org.pabal.mailbox.AccountMailboxes.Listener;
import org.pabal.mailbox.AccountMailboxes.Watch;

/// The accounts in use.
///
/// There is never a second {@link OpenAccount} for an account while a session, a watcher or a change
/// holds the first; what makes it large is dropped when it was not used for a time, or when others
/// need the room.
final class OpenAccounts {
    /// All that anyone holds; they go when nobody does.
    private final Cache<Long, OpenAccount> all = Caffeine.newBuilder().weakValues().build();

    /// Those whose state is kept in memory, and how much of it.
    private final Cache<Long, OpenAccount> warm;

    /// Those that are watched stay, whoever else forgets them.
    private final Set<OpenAccount> watched = new HashSet<>();

    private final LongFunction<OpenAccount> opener;

    OpenAccounts(MailboxConfig config, LongFunction<OpenAccount> opener) {
        this.opener = opener;
        // One account alone may fill a quarter: else it would be read anew for each command.
        int largest = (int) Math.min(Integer.MAX_VALUE, Math.max(1, config.cachedMessages() / 4));
        this.warm =
                Caffeine.newBuilder()
                        .maximumWeight(config.cachedMessages())
                        .weigher((Long id, OpenAccount account) -> account.weight(largest))
                        .expireAfterAccess(config.idleTime())
                        .executor(Runnable::run)
                        .removalListener(OpenAccounts::removed)
                        .build();
    }

    private static void removed(
            @Nullable Long id, @Nullable OpenAccount account, RemovalCause cause) {
        if (account != null && cause != RemovalCause.REPLACED) {
            account.unload();
        }
    }

    OpenAccount get(long id) {
        return all.get(id, opener::apply);
    }

    /// Those with something to write before they may be forgotten.
    List<OpenAccount> withClaims() {
        return all.asMap().values().stream()
                .filter(account -> !account.claims().isEmpty())
                .toList();
    }

    Optional<OpenAccount> getIfOpen(long id) {
        return Optional.ofNullable(all.getIfPresent(id));
    }

    /// Says that an account was used. Not to be called under an account's lock.
    void used(OpenAccount account) {
        OpenAccount kept = warm.getIfPresent(account.id());
        if (kept == null || account.hasOutgrownItsWeight()) {
            warm.put(account.id(), account);
        }
    }

    Watch watch(OpenAccount account, Listener listener) {
        synchronized (watched) {
            account.add(listener);
            watched.add(account);
        }
        AtomicBoolean open = new AtomicBoolean(true);
        return () -> {
            if (open.getAndSet(false)) {
                unwatch(account, listener);
            }
        };
    }

    private void unwatch(OpenAccount account, Listener listener) {
        synchronized (watched) {
            if (account.remove(listener)) {
                watched.remove(account);
            }
        }
    }
}
