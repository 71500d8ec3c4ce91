// SPDX-License-Identifier: Apache-2.0
package org.pabal.mailbox.state;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.pabal.directory.GroupId;
import org.pabal.mailbox.MailboxId;
import org.pabal.mailbox.MailboxName;
import org.pabal.mailbox.Snoozed;

/// All of an account at one moment. Immutable.
public final class AccountState {
    private final long version;
    private final boolean begun;
    private final AccountRecord record;

    /// Ascending by id.
    private final MailboxState[] mailboxes;

    private final NameIndex names;
    private final NameIndex subscriptions;
    private final Map<Long, Snoozed> snoozed;

    /// Found when it is asked for first.
    private volatile @Nullable Set<GroupId> groups;

    private AccountState(
            long version,
            boolean begun,
            AccountRecord record,
            MailboxState[] mailboxes,
            NameIndex names,
            NameIndex subscriptions,
            Map<Long, Snoozed> snoozed) {
        this.version = version;
        this.begun = begun;
        this.record = record;
        this.mailboxes = mailboxes;
        this.names = names;
        this.subscriptions = subscriptions;
        this.snoozed = snoozed;
    }

    /// As read from storage.
    ///
    /// @param record empty for an account that has no mailboxes yet
    /// @param snoozed by email
    public static AccountState of(
            long version,
            Optional<AccountRecord> record,
            List<MailboxState> mailboxes,
            NameIndex subscriptions,
            Map<Long, Snoozed> snoozed) {
        MailboxState[] sorted = mailboxes.toArray(new MailboxState[0]);
        Arrays.sort(sorted, Comparator.comparingLong(mailbox -> mailbox.mailbox().value()));
        return new AccountState(
                version,
                record.isPresent(),
                record.orElse(AccountRecord.NONE),
                sorted,
                NameIndex.ofMailboxes(mailboxes),
                subscriptions,
                Map.copyOf(snoozed));
    }

    /// The state that a commit makes of this one.
    ///
    /// @param changed by id; null for a mailbox that is gone
    public AccountState next(
            AccountRecord newRecord,
            SortedMap<Long, @Nullable MailboxState> changed,
            NameIndex newNames,
            NameIndex newSubscriptions,
            Map<Long, Snoozed> newSnoozed) {
        return new AccountState(
                version + 1,
                true,
                newRecord,
                merge(changed),
                newNames,
                newSubscriptions,
                Map.copyOf(newSnoozed));
    }

    /// The same after a commit that did not touch what is known here.
    public AccountState nextUnchanged() {
        return new AccountState(
                version + 1, begun, record, mailboxes, names, subscriptions, snoozed);
    }

    /// The same moment, with more known of a mailbox than before.
    public AccountState knowing(MailboxState mailbox) {
        SortedMap<Long, @Nullable MailboxState> known = new TreeMap<>();
        known.put(mailbox.mailbox().value(), mailbox);
        return new AccountState(
                version, begun, record, merge(known), names, subscriptions, snoozed);
    }

    private MailboxState[] merge(SortedMap<Long, @Nullable MailboxState> changed) {
        if (changed.isEmpty()) {
            return mailboxes;
        }
        List<MailboxState> merged = new ArrayList<>(mailboxes.length + changed.size());
        int at = 0;
        for (Map.Entry<Long, @Nullable MailboxState> each : changed.entrySet()) {
            long id = each.getKey();
            while (at < mailboxes.length && mailboxes[at].mailbox().value() < id) {
                merged.add(mailboxes[at++]);
            }
            if (at < mailboxes.length && mailboxes[at].mailbox().value() == id) {
                at++;
            }
            MailboxState state = each.getValue();
            if (state != null) {
                merged.add(state);
            }
        }
        while (at < mailboxes.length) {
            merged.add(mailboxes[at++]);
        }
        return merged.toArray(new MailboxState[0]);
    }

    /// The version of the account's space to which this state belongs.
    public long version() {
        return version;
    }

    /// False until the account's first mailboxes are made.
    public boolean isBegun() {
        return begun;
    }

    public AccountRecord record() {
        return record;
    }

    public NameIndex names() {
        return names;
    }

    /// Subscribed names; their ids have no meaning.
    public NameIndex subscriptions() {
        return subscriptions;
    }

    /// All groups that ACLs name.
    public Set<GroupId> groups() {
        Set<GroupId> known = groups;
        if (known == null) {
            known =
                    Arrays.stream(mailboxes)
                            .flatMap(mailbox -> mailbox.acl().groups().stream())
                            .collect(Collectors.toUnmodifiableSet());
            groups = known;
        }
        return known;
    }

    /// Messages that are set aside, and those that have come back, by email.
    public Map<Long, Snoozed> snoozed() {
        return snoozed;
    }

    public Optional<MailboxState> mailbox(MailboxId id) {
        int low = 0;
        int high = mailboxes.length - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            int order = Long.compare(mailboxes[middle].mailbox().value(), id.value());
            if (order == 0) {
                return Optional.of(mailboxes[middle]);
            }
            if (order < 0) {
                low = middle + 1;
            } else {
                high = middle - 1;
            }
        }
        return Optional.empty();
    }

    public Optional<MailboxState> mailbox(MailboxName name) {
        OptionalLong id = names.find(name);
        return id.isPresent() ? mailbox(new MailboxId(id.getAsLong())) : Optional.empty();
    }

    /// In the order of their names.
    public List<MailboxState> mailboxesByName() {
        List<MailboxState> sorted = new ArrayList<>(mailboxes.length);
        for (int at = 0; at < names.size(); at++) {
            sorted.add(mailbox(new MailboxId(names.id(at))).orElseThrow());
        }
        return sorted;
    }

    /// In the order of their ids.
    public List<MailboxState> mailboxes() {
        return List.of(mailboxes);
    }
}
