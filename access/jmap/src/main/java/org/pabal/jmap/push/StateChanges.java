// SPDX-License-Identifier: Apache-2.0
package org.pabal.jmap.push;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.pabal.directory.AccountId;
import org.pabal.directory.Directory;
import org.pabal.jmap.JmapAccount;
import org.pabal.jmap.JmapUser;
import org.pabal.jmap.protocol.StateNews;
import org.pabal.mailbox.MailboxStore;

/// Who is to hear of which changes, and who may hear of nothing any more. Safe for use by many
/// threads. RFC 8620 §7.1.
public final class StateChanges implements StateNews {

    /// Changes within this time are told together.
    public static final Duration INTERVAL = Duration.ofSeconds(1);

    private final MailboxStore store;
    private final Duration interval;
    private final Map<AccountId, Set<StateListener>> listeners = new ConcurrentHashMap<>();
    private final Map<AccountId, Set<Runnable>> connections = new ConcurrentHashMap<>();
    private final List<Consumer<Changed>> others =
            new java.util.concurrent.CopyOnWriteArrayList<>();

    /// One change of a type that is not mail.
    public record Changed(AccountId owner, String type, String state) {}

    /// @param interval between two events of one client, at least
    public StateChanges(MailboxStore store, Directory directory, Duration interval) {
        this.store = store;
        this.interval = interval;
        directory.whenLoginChanges(this::end);
    }

    /// How to find the state of a type that is not mail.
    @FunctionalInterface
    public interface TypeStates {
        /// @return empty where there is no such type
        Optional<String> state(JmapUser user, String accountId, String type);
    }

    /// Begins to listen: every change from now on is told.
    ///
    /// @param since what the client had been told before, as it brings it along: `id`, `pushState`
    public StateListener listen(
            JmapUser user, WantedTypes wanted, TypeStates states, Optional<String> since) {
        StateListener[] self = new StateListener[1];
        StateListener listener =
                new StateListener(
                        user, wanted, states, interval, () -> remove(listeners, user, self[0]));
        self[0] = listener;
        add(listeners, user, listener);
        try {
            for (JmapAccount account : user.accounts()) {
                listener.watch(account, store.open(account.owner(), account.reader()));
            }
            String own = JmapAccount.own(user.account()).id();
            for (String type : WantedTypes.OTHERS) {
                if (wanted.has(type)) {
                    states.state(user, own, type).ifPresent(state -> listener.begin(type, state));
                }
            }
            since.ifPresent(text ->
                    listener.resume(
                            KnownStates.parse(text)
                                    .orElse(new KnownStates(Map.of(), new HashMap<>()))));
            return listener;
        } catch (RuntimeException | Error failed) {
            listener.close();
            throw failed;
        }
    }

    private static <T> void add(Map<AccountId, Set<T>> sets, JmapUser user, T item) {
        sets.compute(
                user.account().id(),
                (_, before) -> {
                    Set<T> set = before == null ? ConcurrentHashMap.newKeySet() : before;
                    set.add(item);
                    return set;
                });
    }

    private static <T> void remove(Map<AccountId, Set<T>> sets, JmapUser user, T item) {
        sets.computeIfPresent(
                user.account().id(),
                (_, set) -> {
                    set.remove(item);
                    return set.isEmpty() ? null : set;
                });
    }

    /// Has something done when the user may no more what it may now, until that is closed.
    ///
    /// @param end neither blocks nor throws
    public Ending whenEnded(JmapUser user, Runnable end) {
        add(connections, user, end);
        return () -> remove(connections, user, end);
    }

    public interface Ending extends AutoCloseable {
        @Override
        void close();
    }

    /// The account's password has changed, or it is no more (THREATS A09).
    public void end(AccountId account) {
        listeners.getOrDefault(account, Set.of()).forEach(StateListener::end);
        connections.getOrDefault(account, Set.of()).forEach(Runnable::run);
    }

    /// Has others hear of types that are not mail.
    public void whenChanged(Consumer<Changed> told) {
        others.add(told);
    }

    /// Mail is told by the store, whoever changes it.
    @Override
    public void changed(AccountId owner, String type, String state) {
        if (WantedTypes.OTHERS.contains(type)) {
            listeners
                    .getOrDefault(owner, Set.of())
                    .forEach(listener -> listener.changed(type, state));
            others.forEach(each -> each.accept(new Changed(owner, type, state)));
        }
    }

    /// Somebody shares with the account, or no more: who listens hears of what there is now.
    public void sharesChanged(AccountId account, String notificationState) {
        changed(account, "ShareNotification", notificationState);
        listeners
                .getOrDefault(account, Set.of())
                .forEach(listener -> listener.watchNewAccounts(store));
    }

    /// Clients that listen, for the figures.
    public int count() {
        return listeners.values().stream().mapToInt(Set::size).sum();
    }
}
