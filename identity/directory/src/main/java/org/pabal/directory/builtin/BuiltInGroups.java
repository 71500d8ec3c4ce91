// SPDX-License-Identifier: Apache-2.0
package org.pabal.directory.builtin;

import com.github.benmanes.caffeine.cache.Ticker;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.pabal.directory.AccountId;
import org.pabal.directory.Directory;
import org.pabal.directory.DirectoryAdministration.Alias;
import org.pabal.directory.GroupId;
import org.pabal.directory.GroupMembers;
import org.pabal.directory.Groups;
import org.pabal.directory.LoginContext;
import org.pabal.directory.LoginNames;
import org.pabal.message.Address;

/// The built-in directory's groups. Who belongs to one is remembered until the directory changes: who
/// is taken out is out with the next question.
final class BuiltInGroups implements Groups {
    private final DirectoryChanges changes;
    private final Directory names;
    private final Duration lasts;
    private final Ticker ticker;
    private final Map<GroupId, Known> known = new ConcurrentHashMap<>();

    /// @param since in the time of the ticker
    private record Known(Set<AccountId> members, long version, long since) {}

    /// @param names says whom the members' addresses lead to, those of other directories too
    /// @param lasts how long an answer holds at most: others tell of no changes
    BuiltInGroups(DirectoryChanges changes, Directory names, Duration lasts, Ticker ticker) {
        this.changes = changes;
        this.names = names;
        this.lasts = lasts;
        this.ticker = ticker;
    }

    @Override
    public List<Group> all() {
        DirectoryIndex index = changes.index();
        return index.aliases().stream()
                .filter(Alias::isGroup)
                .flatMap(each -> index.groups().find(each.address()).stream())
                .toList();
    }

    @Override
    public Optional<Group> find(GroupId id) {
        return changes.index().groups().find(id);
    }

    @Override
    public Optional<Group> find(Address address) {
        DirectoryIndex index = changes.index();
        Address lookup = address.lookupForm();
        return index.groups().find(new Address(lookup.localPart(), index.real(lookup.domain())));
    }

    @Override
    public Optional<Group> findByName(String name, LoginContext context) {
        return new LoginNames(changes.index()).address(name, context).flatMap(this::find);
    }

    @Override
    public Set<AccountId> members(GroupId id) {
        long version = changes.version();
        Known before = known.get(id);
        if (before != null && isFresh(before, version)) {
            return before.members();
        }
        Optional<Alias> group = find(id).flatMap(each -> changes.index().alias(each.address()));
        if (group.isEmpty()) {
            known.remove(id);
            return Set.of();
        }
        Set<AccountId> now = same(before, new GroupMembers(names).of(group.get()));
        known.put(id, new Known(now, version, ticker.read()));
        return now;
    }

    private boolean isFresh(Known before, long version) {
        return before.version() == version && ticker.read() - before.since() < lasts.toNanos();
    }

    private static Set<AccountId> same(@Nullable Known before, Set<AccountId> now) {
        return before != null && before.members().equals(now) ? before.members() : now;
    }

    @Override
    public void whenChanged(Runnable told) {
        changes.whenChanged(told);
    }
}
