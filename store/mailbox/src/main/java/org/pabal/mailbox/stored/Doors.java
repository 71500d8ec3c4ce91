// SPDX-License-Identifier: Apache-2.0
package org.pabal.mailbox.stored;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.pabal.directory.AccountId;
import org.pabal.mailbox.StoreListener;
import org.pabal.mailbox.copy.AccountDoors;
import org.pabal.mailbox.state.AccountRecord;
import org.pabal.mailbox.state.AccountRecord.Deleted;
import org.pabal.mailbox.state.AccountState;
import org.pabal.mailbox.state.MailboxState;
import org.pabal.message.UnavailableException;
import org.pabal.storage.Change;
import org.pabal.storage.Space;

/// The holds of accounts, also of those that nobody has open.
final class Doors implements AccountDoors {
    private final ConcurrentHashMap<Long, Hold> holds;
    private final OpenAccounts accounts;
    private final Reclaimer reclaimer;
    private final AccountLoader loader;
    private final StoreListener listener;

    /// @param holds by account; whoever makes an {@link OpenAccount} looks here
    Doors(
            ConcurrentHashMap<Long, Hold> holds,
            OpenAccounts accounts,
            Reclaimer reclaimer,
            AccountLoader loader,
            StoreListener listener) {
        this.holds = holds;
        this.accounts = accounts;
        this.reclaimer = reclaimer;
        this.loader = loader;
        this.listener = listener;
    }

    @Override
    public void shut(AccountId account, String reason) {
        hold(account, new Hold(Hold.Kind.SHUT, reason, Duration.ZERO));
    }

    @Override
    public void freeze(AccountId account, String reason, Duration patience) {
        OpenAccount open = accounts.get(account.value());
        if (!open.claims().isEmpty()) {
            reclaimer.writeClaims(open);
        }
        hold(account, new Hold(Hold.Kind.FROZEN, reason, patience));
    }

    @Override
    public void checkChanging(AccountId account) {
        Hold hold = holds.get(account.value());
        if (hold != null) {
            throw hold.unavailable();
        }
    }

    @Override
    public void open(AccountId account) {
        OpenAccount open = accounts.get(account.value());
        Hold hold = open.hold();
        if (hold != null && hold.isShut()) {
            open.reset();
        }
        set(open, null);
    }

    private void hold(AccountId account, Hold hold) {
        OpenAccount open = accounts.get(account.value());
        set(open, hold);
        open.awaitIdle();
    }

    private void set(OpenAccount open, @Nullable Hold hold) {
        Hold before;
        open.lock();
        try {
            before = hold == null ? holds.remove(open.id()) : holds.put(open.id(), hold);
            open.hold(hold);
        } finally {
            open.unlock();
        }
        if (before != null) {
            before.end();
        }
    }

    @Override
    public Following follow(AccountId account, Consumer<byte[]> told) {
        OpenAccount open = accounts.get(account.value());
        open.track(told);
        return () -> open.track(null);
    }

    @Override
    public Size size(AccountId account) {
        AccountRecord record = accounts.get(account.value()).published().record();
        return new Size(record.usedMessages(), record.usedOctets());
    }

    @Override
    public Contents check(AccountId account) {
        AccountSpace space = accounts.get(account.value()).space();
        AccountState state = loader.load(account.value(), space).head().state();
        long messages = 0;
        long octets = 0;
        for (MailboxState mailbox : state.mailboxes()) {
            messages += mailbox.pages().count();
            octets += mailbox.octets();
        }
        if (messages != state.record().usedMessages() || octets != state.record().usedOctets()) {
            throw new UnavailableException(
                    "account "
                            + account
                            + " should have "
                            + state.record().usedMessages()
                            + " messages and has "
                            + messages
                            + ": run `pabal store verify`");
        }
        List<Change.Put> sharing =
                Sharing.changes(account.value(), Stream.of(), state.mailboxes().stream()).stream()
                        .map(Change.Put.class::cast)
                        .toList();
        Deleted deleted = state.record().deleted();
        List<Change.Put> keeping =
                deleted.since() == 0
                        ? List.of()
                        : List.of(Deletions.entry(account.value(), deleted));
        return new Contents(
                state.mailboxes().size(),
                messages,
                octets,
                Map.of(
                        Space.Shared.SHARING,
                        sharing,
                        Space.Shared.DELETED,
                        keeping,
                        Space.Shared.WAKES,
                        Snoozes.index(account.value(), state.snoozed().values())));
    }

    @Override
    public void arrived(AccountId account, long messages) {
        listener.arrived(account, messages);
        listener.corrected(account); // it may have brought some along
    }

    @Override
    public void left(AccountId account) {
        listener.removed(account);
    }
}
