// SPDX-License-Identifier: Apache-2.0
package org.pabal.mailbox.stored;

import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.pabal.mailbox.MailboxId;
import org.pabal.mailbox.Snoozed;
import org.pabal.mailbox.format.v1.RecordKeys;
import org.pabal.mailbox.format.v1.SnoozeFormat;
import org.pabal.mailbox.format.v1.WakeKeys;
import org.pabal.storage.Change;

/// What one change of an account does to its messages that are set aside, and to the index by time
/// that tells when they come back. Both are changed in the commit that moves the messages.
final class Snoozes {
    private static final Comparator<Snoozed> BY_TIME =
            Comparator.comparing((Snoozed each) -> each.snooze().until())
                    .thenComparingLong(each -> each.email().value());

    private final long account;
    private final Map<Long, Snoozed> before;
    private @Nullable Map<Long, Snoozed> changed;
    private boolean comeBack;

    Snoozes(long account, Map<Long, Snoozed> before) {
        this.account = account;
        this.before = before;
    }

    boolean areChanged() {
        return changed != null;
    }

    /// Whether any come back with this change.
    boolean haveComeBack() {
        return comeBack;
    }

    /// As this change leaves them, by email.
    Map<Long, Snoozed> now() {
        Map<Long, Snoozed> known = changed;
        return known == null ? before : known;
    }

    /// One message more may be set aside.
    boolean mayGrow() {
        return now().values().stream().filter(each -> !each.woken()).count() < Snoozed.MAX_AWAY;
    }

    /// The first of those whose time has come.
    List<Snoozed> due(Instant now, int most) {
        return now().values().stream()
                .filter(each -> !each.woken() && !each.snooze().until().isAfter(now))
                .sorted(BY_TIME)
                .limit(most)
                .toList();
    }

    private Map<Long, Snoozed> change() {
        Map<Long, Snoozed> known = changed;
        if (known == null) {
            known = new TreeMap<>(before);
            changed = known;
        }
        return known;
    }

    void put(Snoozed snoozed) {
        if (snoozed.woken()) {
            comeBack = true;
            List<Snoozed> woken = now().values().stream().filter(Snoozed::woken).toList();
            if (woken.size() >= Snoozed.MAX_WOKEN) {
                woken.stream().min(BY_TIME).ifPresent(oldest -> forget(oldest.email().value()));
            }
        }
        change().put(snoozed.email().value(), snoozed);
    }

    /// @return false when nothing was known of it
    boolean forget(long email) {
        return now().containsKey(email) && change().remove(email) != null;
    }

    /// A message has left a place.
    ///
    /// @return true when that was the place of one that is known here
    boolean left(MailboxId mailbox, long uid, long email) {
        Snoozed known = now().get(email);
        return known != null
                && known.mailbox().equals(mailbox)
                && known.uid() == uid
                && forget(email);
    }

    void leftAll(MailboxId mailbox) {
        List<Snoozed> gone =
                now().values().stream().filter(each -> each.mailbox().equals(mailbox)).toList();
        gone.forEach(each -> forget(each.email().value()));
    }

    void forgetAll() {
        change().clear();
    }

    /// The index is the account's to change in the same commit.
    void write(List<Change> ofAccount, List<Change> ofIndex) {
        Map<Long, Snoozed> after = changed;
        if (after == null) {
            return;
        }
        for (Snoozed old : before.values()) {
            if (!old.equals(after.get(old.email().value()))) {
                if (!after.containsKey(old.email().value())) {
                    ofAccount.add(new Change.Delete(RecordKeys.snooze(old.email().value())));
                }
                if (!old.woken()) {
                    ofIndex.add(new Change.Delete(WakeKeys.key(account, old)));
                }
            }
        }
        for (Snoozed each : after.values()) {
            if (!each.equals(before.get(each.email().value()))) {
                byte[] key = RecordKeys.snooze(each.email().value());
                ofAccount.add(new Change.Put(key, SnoozeFormat.encode(each)));
                ofIndex.addAll(index(account, List.of(each)));
            }
        }
    }

    /// The entries of the index by time.
    static List<Change.Put> index(long account, Collection<Snoozed> all) {
        return all.stream()
                .filter(each -> !each.woken())
                .map(each -> new Change.Put(WakeKeys.key(account, each), WakeKeys.value()))
                .toList();
    }
}
