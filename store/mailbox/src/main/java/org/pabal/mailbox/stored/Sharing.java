// SPDX-License-Identifier: Apache-2.0
package org.pabal.mailbox.stored;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Stream;
import org.pabal.directory.AccountId;
import org.pabal.mailbox.Acl;
import org.pabal.mailbox.Grantee;
import org.pabal.mailbox.Rights;
import org.pabal.mailbox.ShareNotice;
import org.pabal.mailbox.format.v1.RecordKeys.Range;
import org.pabal.mailbox.format.v1.SharingKeys;
import org.pabal.mailbox.state.MailboxState;
import org.pabal.mailbox.stored.Commits.Decision;
import org.pabal.mailbox.stored.Commits.Start;
import org.pabal.message.UnavailableException;
import org.pabal.storage.Change;
import org.pabal.storage.Entry;
import org.pabal.storage.Space;
import org.pabal.storage.SpaceChanges;
import org.pabal.storage.Storage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Who shares with whom: an index over the ACLs of all accounts, changed in their commits.
final class Sharing {
    /// Owners that are listed to a reader, of those who share with it and of those who share with
    /// anyone; what lies beyond is found by its name.
    static final int MAX_OWNERS = 1_000;

    private static final Grantee ANYONE = new Grantee.Anyone();

    private static final Logger LOG = LoggerFactory.getLogger(Sharing.class);

    private final Storage storage;
    private final boolean withAnyone;

    /// @param withAnyone whether what is given to anyone counts
    Sharing(Storage storage, boolean withAnyone) {
        this.storage = storage;
        this.withAnyone = withAnyone;
    }

    boolean withAnyone() {
        return withAnyone;
    }

    /// All that a reader is to those who share: the one place that says whose rights it has.
    List<Grantee> as(AccountId reader) {
        Grantee itself = new Grantee.Account(reader);
        return withAnyone ? List.of(itself, ANYONE) : List.of(itself);
    }

    /// Tells clients that other rights count than in the last run of the server, where they do: what
    /// they know of mailboxes that are shared with anyone is then too old to be told changes of.
    /// Interrupted, it is done again.
    void noteWhatCounts(OpenAccounts accounts, Commits commits) {
        byte[] key = SharingKeys.anyoneCounts();
        boolean before =
                Failures.translated(() -> storage.read(Space.Shared.SHARING, key)).isPresent();
        if (before == withAnyone) {
            return;
        }
        for (AccountId owner : owners(ANYONE, Integer.MAX_VALUE)) {
            countAnew(accounts.get(owner.value()), commits);
        }
        Change now = withAnyone ? new Change.Put(key, SharingKeys.value()) : new Change.Delete(key);
        commits.commit(List.of(SpaceChanges.of(Space.Shared.SHARING, List.of(now))));
    }

    private static void countAnew(OpenAccount owner, Commits commits) {
        try {
            commits.change(
                    owner,
                    Start.AT_ONCE,
                    edit -> {
                        edit.before().mailboxes().stream()
                                .filter(each -> each.acl().given().containsKey(ANYONE))
                                .forEach(each -> edit.setAcl(each, each.acl()));
                        return Decision.keep(true);
                    });
        } catch (UnavailableException moved) {
            LOG.debug("event=acls-not-counted-anew account={}", owner.id(), moved);
        }
    }

    /// Ascending, without the reader.
    List<AccountId> ownersFor(AccountId reader) {
        SortedSet<Long> owners = new TreeSet<>();
        for (Grantee grantee : as(reader)) {
            owners(grantee, MAX_OWNERS).forEach(owner -> owners.add(owner.value()));
        }
        owners.remove(reader.value());
        return owners.stream().map(AccountId::new).toList();
    }

    List<AccountId> owners(Grantee grantee, int limit) {
        Range range = SharingKeys.owners(grantee);
        List<Entry> entries =
                Failures.translated(
                        () -> storage.scan(Space.Shared.SHARING, range.from(), range.to(), limit));
        return entries.stream().map(entry -> SharingKeys.ownerOf(entry.key())).toList();
    }

    /// What a change of an owner's mailboxes changes in the index.
    static List<Change> changes(
            long owner, Stream<MailboxState> before, Stream<MailboxState> after) {
        SortedSet<Grantee> were = grantees(before);
        SortedSet<Grantee> are = grantees(after);
        List<Change> changes = new ArrayList<>();
        for (Grantee grantee : were) {
            if (!are.contains(grantee)) {
                changes.add(new Change.Delete(SharingKeys.owner(grantee, owner)));
            }
        }
        for (Grantee grantee : are) {
            if (!were.contains(grantee)) {
                changes.add(new Change.Put(SharingKeys.owner(grantee, owner), SharingKeys.value()));
            }
        }
        return changes;
    }

    /// What the people whose own rights a change of an ACL changes are to be told: one notice for
    /// each, in the place of an older one of the same mailbox.
    static List<Change> notices(Acl before, Acl after, Function<AccountId, ShareNotice> notice) {
        SortedSet<Grantee> named = new TreeSet<>(before.given().keySet());
        named.addAll(after.given().keySet());
        List<Change> changes = new ArrayList<>();
        for (Grantee each : named) {
            if (each instanceof Grantee.Account(AccountId id)
                    && !own(before, each).equals(own(after, each))) {
                ShareNotice told = notice.apply(id);
                changes.add(new Change.Put(SharingKeys.notice(told), SharingKeys.encode(told)));
            }
        }
        return changes;
    }

    /// What an ACL gives a grantee itself.
    static Rights own(Acl acl, Grantee grantee) {
        return acl.givenTo(grantee).minus(acl.withheldFrom(grantee));
    }

    /// What somebody has not been told yet.
    List<ShareNotice> notices(AccountId recipient, int most) {
        Range range = SharingKeys.notices(recipient);
        return Failures.translated(
                        () -> storage.scan(Space.Shared.SHARING, range.from(), range.to(), most))
                .stream()
                .map(entry -> SharingKeys.decode(entry.key(), entry.value()))
                .toList();
    }

    /// @return false when one of them is another by now
    boolean taken(List<ShareNotice> notices, List<Change> together, Commits commits) {
        long version = Failures.translated(() -> storage.version(Space.Shared.SHARING));
        List<Change> removals = new ArrayList<>();
        for (ShareNotice each : notices) {
            byte[] key = SharingKeys.notice(each);
            boolean isSame =
                    Failures.translated(() -> storage.read(Space.Shared.SHARING, key))
                            .filter(value -> Arrays.equals(value, SharingKeys.encode(each)))
                            .isPresent();
            if (!isSame) {
                return false;
            }
            removals.add(new Change.Delete(key));
        }
        return commits.commitIf(
                SpaceChanges.ifVersion(Space.Shared.SHARING, version, removals),
                SpaceChanges.of(Space.account(notices.getFirst().recipient().value()), together));
    }

    void forgetNotices(AccountId gone, Commits commits) {
        List<ShareNotice> notices = notices(gone, MAX_OWNERS);
        while (!notices.isEmpty()) {
            commits.commit(
                    List.of(
                            SpaceChanges.of(
                                    Space.Shared.SHARING,
                                    notices.stream()
                                            .<Change>map(each ->
                                                    new Change.Delete(SharingKeys.notice(each)))
                                            .toList())));
            notices = notices(gone, MAX_OWNERS);
        }
    }

    private static SortedSet<Grantee> grantees(Stream<MailboxState> mailboxes) {
        SortedSet<Grantee> grantees = new TreeSet<>();
        mailboxes.forEach(mailbox -> grantees.addAll(mailbox.acl().given().keySet()));
        return grantees;
    }
}
