// SPDX-License-Identifier: Apache-2.0
package org.pabal.mailbox.stored;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.pabal.directory.AccountId;
import org.pabal.directory.GroupId;
import org.pabal.directory.Groups;
import org.pabal.message.UnavailableException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Who belongs to the groups that were given rights, as the directory says it. Safe for use by many
/// threads.
final class Memberships {
    private static final Logger LOG = LoggerFactory.getLogger(Memberships.class);

    private final Groups groups;
    private final Map<GroupId, Set<AccountId>> known = new ConcurrentHashMap<>();
    private volatile Runnable changed = () -> {};

    Memberships(Groups groups) {
        this.groups = groups;
    }

    Groups groups() {
        return groups;
    }

    /// Asked of the directory, which may take its time.
    ///
    /// @throws UnavailableException when nobody can say now
    Set<AccountId> members(GroupId group) {
        Set<AccountId> now = groups.members(group);
        Set<AccountId> before = known.put(group, now);
        if (before != null && !before.equals(now)) {
            changed.run();
        }
        return now;
    }

    /// Has something done soon after the directory has, or may have, other members than before; it tells
    /// so by itself or, of what another directory knows, by its next answer.
    ///
    /// @param soon neither blocks nor throws
    void whenChanged(Runnable soon) {
        changed = soon;
        groups.whenChanged(soon);
    }

    /// Those of the last answer, for whom nobody may be asked now: under a lock.
    Optional<Set<AccountId>> known(GroupId group) {
        return Optional.ofNullable(known.get(group));
    }

    void forget(GroupId group) {
        known.remove(group);
    }

    /// Empty when nobody can say now.
    Optional<Boolean> has(GroupId group, AccountId account) {
        try {
            return Optional.of(members(group).contains(account));
        } catch (UnavailableException silent) {
            LOG.warn(
                    "event=members-unknown group={} account={} reason=\"{}\"",
                    group,
                    account,
                    silent.getMessage());
            return Optional.empty();
        }
    }
}
