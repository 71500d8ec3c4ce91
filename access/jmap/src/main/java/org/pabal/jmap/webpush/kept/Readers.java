// SPDX-License-Identifier: Apache-2.0
package org.pabal.jmap.webpush.kept;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.pabal.directory.AccountId;
import org.pabal.directory.Directory;
import org.pabal.mailbox.MailboxStore;

/// Which users with devices are to hear of the mail of which others: so that a change of an account
/// asks nobody who that may be. It is as new as the user's last push, or the last change of what is
/// shared with the user; whether the user still sees anything is asked before each push. Safe for use
/// by many threads.
final class Readers {
    /// Of one user: as many as its session shows.
    private static final int MAX_OWNERS = 100;

    private final Directory directory;
    private final MailboxStore mailboxes;
    private final Map<AccountId, Set<AccountId>> readers = new ConcurrentHashMap<>();
    private final Map<AccountId, List<AccountId>> owners = new ConcurrentHashMap<>();

    Readers(Directory directory, MailboxStore mailboxes) {
        this.directory = directory;
        this.mailboxes = mailboxes;
    }

    /// Who is to hear of an account's mail, its owner aside.
    Set<AccountId> of(AccountId owner) {
        return readers.getOrDefault(owner, Set.of());
    }

    /// Asks anew who shares with a user.
    void refresh(AccountId reader) {
        List<AccountId> now =
                directory
                        .account(reader)
                        .map(account ->
                                mailboxes.sharedWith(account).stream().limit(MAX_OWNERS).toList())
                        .orElse(List.of());
        owners.compute(
                reader,
                (_, before) -> {
                    exchange(reader, before == null ? List.of() : before, now);
                    return now.isEmpty() ? null : now;
                });
    }

    void forget(AccountId reader) {
        owners.computeIfPresent(
                reader,
                (_, before) -> {
                    exchange(reader, before, List.of());
                    return null;
                });
    }

    private void exchange(AccountId reader, List<AccountId> before, List<AccountId> now) {
        if (before.equals(now)) {
            return;
        }
        for (AccountId owner : before) {
            if (!now.contains(owner)) {
                readers.computeIfPresent(
                        owner,
                        (_, set) -> {
                            set.remove(reader);
                            return set.isEmpty() ? null : set;
                        });
            }
        }
        for (AccountId owner : now) {
            readers.compute(
                    owner,
                    (_, set) -> {
                        Set<AccountId> more = set == null ? ConcurrentHashMap.newKeySet() : set;
                        more.add(reader);
                        return more;
                    });
        }
    }
}
