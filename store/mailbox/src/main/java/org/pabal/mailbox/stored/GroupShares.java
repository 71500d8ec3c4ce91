// SPDX-License-Identifier: Apache-2.0
package org.pabal.mailbox.stored;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import org.pabal.directory.AccountId;
import org.pabal.directory.GroupId;
import org.pabal.mailbox.Grantee;
import org.pabal.mailbox.StoreListener;
import org.pabal.mailbox.format.v1.SharingKeys;
import org.pabal.mailbox.stored.Commits.Decision;
import org.pabal.mailbox.stored.Commits.Start;
import org.pabal.message.UnavailableException;
import org.pabal.storage.Change;
import org.pabal.storage.Space;
import org.pabal.storage.SpaceChanges;
import org.pabal.storage.Storage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Tells clients when others belong to a group that was given rights than before. The rights change by
/// themselves; but what a client knows of mailboxes that are shared with the group is then too old to be
/// told changes of, and who is new is to hear that there is something to see.
///
/// What was told of last is written down for each group. A crash in between, and a change while the
/// server was down, are so made up for at the next start or the next change of the directory.
final class GroupShares {
    private static final Logger LOG = LoggerFactory.getLogger(GroupShares.class);

    private final Storage storage;
    private final Sharing sharing;
    private final Memberships memberships;
    private final OpenAccounts accounts;
    private final Commits commits;
    private final StoreListener listener;

    /// Who belonged to a group when that was told of last; since the start.
    private final Map<GroupId, Set<AccountId>> told = new HashMap<>(); // guarded by checking

    private final ReentrantLock checking = new ReentrantLock();
    private final AtomicBoolean wanted = new AtomicBoolean();
    private volatile boolean closed;

    GroupShares(
            Storage storage,
            Sharing sharing,
            Memberships memberships,
            OpenAccounts accounts,
            Commits commits,
            StoreListener listener) {
        this.storage = storage;
        this.sharing = sharing;
        this.memberships = memberships;
        this.accounts = accounts;
        this.commits = commits;
        this.listener = listener;
        memberships.whenChanged(this::wake);
    }

    /// Looks soon, once for all that changes meanwhile.
    private void wake() {
        if (!closed && wanted.compareAndSet(false, true)) {
            Thread.ofVirtual().name("group-shares").start(this::look);
        }
    }

    private void look() {
        try {
            check();
        } catch (UnavailableException down) {
            LOG.warn("event=groups-not-told reason=\"{}\"", down.getMessage());
        } catch (RuntimeException bug) {
            LOG.error("event=groups-not-told", bug);
        }
    }

    /// Looks at all groups that were given rights.
    void check() {
        checking.lock();
        try {
            wanted.set(false);
            for (GroupId each : sharing.groups()) {
                if (closed) {
                    return;
                }
                check(each);
            }
        } finally {
            checking.unlock();
        }
    }

    private void check(GroupId group) {
        if (memberships.groups().find(group).isEmpty()) {
            forget(group);
            return;
        }
        Set<AccountId> now;
        try {
            now = memberships.members(group);
        } catch (UnavailableException silent) {
            LOG.warn("event=members-unknown group={} reason=\"{}\"", group, silent.getMessage());
            return;
        }
        byte[] note = SharingKeys.encode(digest(now));
        if (!isNoted(group, note)) {
            sharing.countAnew(new Grantee.Group(group), accounts, commits);
            note(new Change.Put(SharingKeys.members(group), note));
            othersOf(told.getOrDefault(group, Set.of()), now).forEach(listener::shared);
        }
        told.put(group, now);
    }

    /// Those who are in one of them only.
    private static Set<AccountId> othersOf(Set<AccountId> before, Set<AccountId> now) {
        Set<AccountId> others = new HashSet<>(now);
        for (AccountId each : before) {
            if (!others.remove(each)) {
                others.add(each);
            }
        }
        return others;
    }

    private boolean isNoted(GroupId group, byte[] note) {
        Optional<byte[]> noted =
                Failures.translated(
                        () -> storage.read(Space.Shared.SHARING, SharingKeys.members(group)));
        return noted.filter(known -> Arrays.equals(known, note)).isPresent();
    }

    private void note(Change change) {
        commits.commit(List.of(SpaceChanges.of(Space.Shared.SHARING, List.of(change))));
    }

    /// Takes back what was given to a group that is no more. As with any other change of who belongs to
    /// a group, nobody finds a notice: none of those who share has changed anything.
    private void forget(GroupId gone) {
        Set<AccountId> members = memberships.known(gone).orElse(Set.of());
        memberships.forget(gone);
        Grantee grantee = new Grantee.Group(gone);
        List<AccountId> owners = sharing.owners(grantee, Sharing.MAX_OWNERS);
        while (!owners.isEmpty()) {
            for (AccountId owner : owners) {
                commits.change(
                        accounts.get(owner.value()),
                        Start.SETTLED,
                        edit -> {
                            edit.acls().forget(grantee);
                            return Decision.keep(true);
                        });
            }
            owners = sharing.owners(grantee, Sharing.MAX_OWNERS);
        }
        note(new Change.Delete(SharingKeys.members(gone)));
        told.remove(gone);
        members.forEach(listener::shared);
    }

    private static byte[] digest(Set<AccountId> members) {
        ByteBuffer numbers = ByteBuffer.allocate(members.size() * Long.BYTES);
        members.stream().mapToLong(AccountId::value).sorted().forEach(numbers::putLong);
        try {
            return MessageDigest.getInstance("SHA-256").digest(numbers.array());
        } catch (NoSuchAlgorithmException everyJavaHasIt) {
            throw new AssertionError(everyJavaHasIt);
        }
    }

    /// Waits for what is being done.
    void close() {
        closed = true;
        checking.lock();
        try {
            told.clear();
        } finally {
            checking.unlock();
        }
    }
}
