// SPDX-License-Identifier: Apache-2.0
package org.pabal.mailbox.stored;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.pabal.directory.AccountId;
import org.pabal.directory.GroupId;
import org.pabal.mailbox.Acl;
import org.pabal.mailbox.Grantee;
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

    private static final int GROUPS_AT_ONCE = 100;

    private static final AccountId NOBODY = new AccountId(0);

    private static final Grantee ANYONE = new Grantee.Anyone();

    private static final Logger LOG = LoggerFactory.getLogger(Sharing.class);

    private final Storage storage;
    private final boolean withAnyone;
    private final Memberships memberships;
    private volatile Shared shared = new Shared(-1, List.of());

    /// The groups that were given rights, as of a version of the space.
    private record Shared(long version, List<GroupId> groups) {}

    /// @param withAnyone whether what is given to anyone counts
    Sharing(Storage storage, boolean withAnyone, Memberships memberships) {
        this.storage = storage;
        this.withAnyone = withAnyone;
        this.memberships = memberships;
    }

    boolean withAnyone() {
        return withAnyone;
    }

    /// All that a reader is to those who share with people: with {@link #visibility}, the one place
    /// that says whose rights it has.
    private List<Grantee> as(AccountId reader) {
        Grantee itself = new Grantee.Account(reader);
        return withAnyone ? List.of(itself, ANYONE) : List.of(itself);
    }

    /// What a reader sees, at this moment. Of a group nobody may know whether the reader belongs to
    /// it, because its directory does not answer: then it gives no rights, and withholds all that it
    /// withholds.
    ///
    /// @param groups those that ACLs of the owner name
    Visibility visibility(AccountId reader, Set<GroupId> groups) {
        List<Grantee> people = as(reader);
        if (groups.isEmpty()) {
            return new Visibility(reader.value(), people, people);
        }
        List<Grantee> certainly = new ArrayList<>(people);
        List<Grantee> possibly = new ArrayList<>(people);
        for (GroupId each : groups) {
            Optional<Boolean> isMember = memberships.has(each, reader);
            if (isMember.orElse(false)) {
                certainly.add(new Grantee.Group(each));
            }
            if (isMember.orElse(true)) {
                possibly.add(new Grantee.Group(each));
            }
        }
        return new Visibility(reader.value(), certainly, possibly);
    }

    /// Asks who belongs to groups whose rights are to change, before a lock is held: their members are
    /// told. When nobody can say it they are told nothing.
    void learnMembers(Acl before, Acl after) {
        Stream.of(before, after)
                .flatMap(acl -> acl.groups().stream())
                .distinct()
                .forEach(group -> memberships.has(group, NOBODY));
    }

    /// All groups that were given rights on any mailbox. Read again only when somebody shares
    /// something else than before.
    List<GroupId> groups() {
        Shared known = shared;
        long version = Failures.translated(() -> storage.version(Space.Shared.SHARING));
        if (known.version() != version) {
            known = new Shared(version, readGroups());
            shared = known;
        }
        return known.groups();
    }

    /// Goes on behind each group that it finds: the others who share with it do not matter.
    private List<GroupId> readGroups() {
        List<GroupId> groups = new ArrayList<>();
        GroupId from = new GroupId(0);
        while (true) {
            Range range = SharingKeys.ownersOfGroups(from);
            List<Entry> page =
                    Failures.translated(() ->
                            storage.scan(
                                    Space.Shared.SHARING,
                                    range.from(),
                                    range.to(),
                                    GROUPS_AT_ONCE));
            if (page.isEmpty()) {
                return List.copyOf(groups);
            }
            page.stream()
                    .map(each -> SharingKeys.groupOf(each.key()))
                    .distinct()
                    .forEach(groups::add);
            from = new GroupId(groups.getLast().value() + 1);
        }
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
        countAnew(ANYONE, accounts, commits);
        Change now = withAnyone ? new Change.Put(key, SharingKeys.value()) : new Change.Delete(key);
        commits.commit(List.of(SpaceChanges.of(Space.Shared.SHARING, List.of(now))));
    }

    /// What clients know of mailboxes that are shared with a grantee is too old from now on.
    void countAnew(Grantee grantee, OpenAccounts accounts, Commits commits) {
        for (AccountId owner : owners(grantee, Integer.MAX_VALUE)) {
            countAnew(grantee, accounts.get(owner.value()), commits);
        }
    }

    private static void countAnew(Grantee grantee, OpenAccount owner, Commits commits) {
        try {
            commits.change(
                    owner,
                    Start.AT_ONCE,
                    edit -> {
                        edit.before().mailboxes().stream()
                                .filter(each -> each.acl().given().containsKey(grantee))
                                .forEach(each -> edit.acls().set(each, each.acl()));
                        return Decision.keep(true);
                    });
        } catch (UnavailableException moved) {
            LOG.debug("event=acls-not-counted-anew account={}", owner.id(), moved);
        }
    }

    /// Ascending, without the reader.
    List<AccountId> ownersFor(AccountId reader) {
        SortedSet<Long> owners = new TreeSet<>();
        List<Grantee> groups =
                groups().stream()
                        .filter(each -> memberships.has(each, reader).orElse(false))
                        .<Grantee>map(Grantee.Group::new)
                        .toList();
        for (Grantee grantee : Stream.concat(as(reader).stream(), groups.stream()).toList()) {
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
