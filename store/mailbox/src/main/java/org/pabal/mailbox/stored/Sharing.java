// SPDX-License-Identifier: Apache-2.0
package org.pabal.mailbox.stored;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.pabal.directory.AccountId;
import org.pabal.mailbox.Grantee;
import org.pabal.mailbox.format.v1.RecordKeys.Range;
import org.pabal.mailbox.format.v1.SharingKeys;
import org.pabal.mailbox.state.MailboxState;
import org.pabal.storage.Change;
import org.pabal.storage.Entry;
import org.pabal.storage.Space;
import org.pabal.storage.Storage;

/// Who shares with whom: an index over the ACLs of all accounts, changed in their commits.
final class Sharing {
    /// Owners that are listed to a reader, of those who share with it and of those who share with
    /// anyone; what lies beyond is found by its name.
    static final int MAX_OWNERS = 1_000;

    private final Storage storage;

    Sharing(Storage storage) {
        this.storage = storage;
    }

    /// Ascending, without the reader.
    List<AccountId> ownersFor(AccountId reader) {
        SortedSet<Long> owners = new TreeSet<>();
        for (Grantee grantee : List.of(new Grantee.Account(reader), new Grantee.Anyone())) {
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

    private static SortedSet<Grantee> grantees(Stream<MailboxState> mailboxes) {
        SortedSet<Grantee> grantees = new TreeSet<>();
        mailboxes.forEach(mailbox -> grantees.addAll(mailbox.acl().given().keySet()));
        return grantees;
    }
}
