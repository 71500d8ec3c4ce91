// SPDX-License-Identifier: Apache-2.0
package org.pabal.directory.joined;

import com.github.benmanes.caffeine.cache.Ticker;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.pabal.directory.AccountId;
import org.pabal.directory.Directory;
import org.pabal.directory.GroupId;
import org.pabal.directory.GroupMembers;
import org.pabal.directory.Groups.Group;
import org.pabal.directory.format.v1.RegisteredGroup;
import org.pabal.directory.source.SourceGroup;
import org.pabal.directory.source.SourceMembers;
import org.pabal.message.Address;
import org.pabal.message.UnavailableException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The groups of the sources. Who belongs to one is an account here that the source knows under one
/// of the keys it names: nobody gets a number for being a member, and who gets one later is a member
/// from that moment.
final class ForeignGroups {
    private static final Logger LOG = LoggerFactory.getLogger(ForeignGroups.class);

    /// Where addresses lead may change without a sign.
    private static final Duration ADDRESSES_LAST = Duration.ofSeconds(5);

    private final Map<String, Attached> sources = new HashMap<>();
    private final GroupRegister groups;
    private final Register accounts;
    private final GroupMembers addresses;
    private final Ticker ticker;
    private final Map<String, Listed> listed = new ConcurrentHashMap<>();
    private final Map<GroupId, Known> known = new ConcurrentHashMap<>();

    private record Listed(List<Group> groups, long since) {}

    /// The accounts that an answer means as of a version of what is kept here.
    private record Known(Set<AccountId> members, SourceMembers said, long version, long since) {}

    /// @param names says whom the addresses lead to that groups name
    ForeignGroups(
            List<Attached> attached,
            GroupRegister groups,
            Register accounts,
            Directory names,
            Ticker ticker) {
        attached.forEach(each -> sources.put(each.source().name(), each));
        this.groups = groups;
        this.accounts = accounts;
        this.addresses = new GroupMembers(names);
        this.ticker = ticker;
    }

    Optional<RegisteredGroup> find(GroupId id) {
        return groups.find(id);
    }

    /// Asks the source. A group that it has no more is found by its last name as long as no other has
    /// it, so that what it was given can be taken back.
    Optional<Group> find(Attached source, Address name) {
        String directory = source.source().name();
        Optional<SourceGroup> found = source.groups().find(name);
        List<RegisteredGroup> now =
                found.map(group -> groups.seen(directory, List.of(group))).orElse(List.of());
        for (RegisteredGroup each : groups.named(directory, name)) {
            if (!now.contains(each)) {
                renew(source, each, found.isPresent());
            }
        }
        return (found.isPresent() ? now : groups.named(directory, name))
                .stream().findFirst().map(RegisteredGroup::group);
    }

    /// Looks what a group is called now that had a name before.
    ///
    /// @param isTaken whether another has it
    private void renew(Attached source, RegisteredGroup before, boolean isTaken) {
        Optional<SourceGroup> now = source.groups().group(before.known());
        if (now.isPresent()) {
            var _ = groups.seen(before.source(), List.of(now.get()));
        } else if (isTaken) {
            LOG.info(
                    "event=group-replaced audit=true directory={} group={} number={}",
                    before.source(),
                    before.known().address(),
                    before.id());
            groups.remove(before);
        }
    }

    /// While the source does not answer: those that were needed here before.
    List<Group> all(Attached source) {
        String directory = source.source().name();
        Listed before = listed.get(directory);
        if (before != null
                && ticker.read() - before.since() < source.terms().cacheFor().toNanos()) {
            return before.groups();
        }
        try {
            return list(source);
        } catch (UnavailableException silent) {
            LOG.warn(
                    "event=groups-not-listed directory={} reason=\"{}\"",
                    directory,
                    silent.getMessage());
            return groups.of(directory).stream().map(RegisteredGroup::group).toList();
        }
    }

    /// Names of two groups are nobody's, as when they are asked for.
    private List<Group> list(Attached source) {
        String directory = source.source().name();
        Map<Address, List<SourceGroup>> byName =
                source.groups().list().stream()
                        .distinct()
                        .collect(Collectors.groupingBy(SourceGroup::address));
        List<SourceGroup> single =
                byName.values().stream()
                        .filter(each -> each.size() == 1)
                        .map(List::getFirst)
                        .toList();
        List<RegisteredGroup> seen = groups.seen(directory, single);
        for (RegisteredGroup each : groups.of(directory)) {
            if (byName.containsKey(each.known().address()) && !seen.contains(each)) {
                renew(source, each, true);
            }
        }
        List<Group> found = seen.stream().map(RegisteredGroup::group).toList();
        listed.put(directory, new Listed(found, ticker.read()));
        return found;
    }

    /// @throws UnavailableException when the source does not answer and what it said is too old
    Set<AccountId> members(RegisteredGroup group) {
        Attached source = sources.get(group.source());
        Optional<SourceMembers> said =
                source == null ? Optional.empty() : source.groups().members(group.known());
        if (said.isEmpty()) {
            known.remove(group.id());
            return Set.of();
        }
        if (!said.get().group().equals(group.known())) {
            var _ = groups.seen(group.source(), List.of(said.get().group()));
        }
        return accounts(group, said.get());
    }

    private Set<AccountId> accounts(RegisteredGroup group, SourceMembers said) {
        long version = groups.version();
        Known before = known.get(group.id());
        if (before != null && isFresh(before, said, version)) {
            return before.members();
        }
        Set<AccountId> now = new HashSet<>();
        said.keys().forEach(key -> accounts.number(group.source(), key).ifPresent(now::add));
        now.addAll(addresses.of(group.known().address(), List.copyOf(said.addresses())));
        Set<AccountId> same =
                before != null && before.members().equals(now) ? before.members() : Set.copyOf(now);
        known.put(group.id(), new Known(same, said, version, ticker.read()));
        return same;
    }

    private boolean isFresh(Known before, SourceMembers said, long version) {
        return before.said().equals(said)
                && before.version() == version
                && (said.addresses().isEmpty()
                        || ticker.read() - before.since() < ADDRESSES_LAST.toNanos());
    }

    /// Forgets what a source has said of its groups.
    void flush(Attached source) {
        source.groups().flush();
        listed.remove(source.source().name());
    }
}
