// SPDX-License-Identifier: Apache-2.0
package org.pabal.imap.session;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.pabal.directory.AccountId;
import org.pabal.directory.GroupId;
import org.pabal.directory.Groups;
import org.pabal.directory.LoginContext;
import org.pabal.message.Address;
import org.pabal.message.UnavailableException;

/// team@example.org and what else a test makes; members change at once.
final class FakeGroups implements Groups {
    private final Map<GroupId, Group> groups = new ConcurrentHashMap<>();
    private final Map<GroupId, Set<AccountId>> members = new ConcurrentHashMap<>();
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
    private volatile boolean silent;

    /// In the place of the members before.
    void put(GroupId id, Address address, Set<AccountId> now) {
        groups.put(id, new Group(id, address));
        members.put(id, Set.copyOf(now));
        listeners.forEach(Runnable::run);
    }

    void remove(GroupId id) {
        groups.remove(id);
        members.remove(id);
        listeners.forEach(Runnable::run);
    }

    /// From now on nobody says who belongs to a group.
    void fallSilent() {
        silent = true;
    }

    @Override
    public List<Group> all() {
        return List.copyOf(groups.values());
    }

    @Override
    public Optional<Group> find(GroupId id) {
        return Optional.ofNullable(groups.get(id));
    }

    @Override
    public Optional<Group> find(Address address) {
        return groups.values().stream().filter(each -> each.address().equals(address)).findFirst();
    }

    @Override
    public Optional<Group> findByName(String name, LoginContext context) {
        return Address.parse(name.contains("@") ? name : name + "@example.org").flatMap(this::find);
    }

    @Override
    public Set<AccountId> members(GroupId id) {
        if (silent) {
            throw new UnavailableException("the directory does not answer");
        }
        return members.getOrDefault(id, Set.of());
    }

    @Override
    public void whenChanged(Runnable told) {
        listeners.add(told);
    }
}
