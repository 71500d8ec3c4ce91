// SPDX-License-Identifier: Apache-2.0
package org.pabal.directory.builtin;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.pabal.directory.GroupId;
import org.pabal.directory.Groups.Group;
import org.pabal.message.Address;

/// Which group has which number. Read by any number of threads, changed by one at a time.
final class GroupNumbers {
    private final Map<GroupId, Group> byId = new ConcurrentHashMap<>();
    private final Map<Address, Group> byAddress = new ConcurrentHashMap<>();

    void put(Group group) {
        byAddress.put(group.address(), group);
        byId.put(group.id(), group);
    }

    /// @param address in lookup form
    void remove(Address address) {
        Group gone = byAddress.remove(address);
        if (gone != null) {
            byId.remove(gone.id());
        }
    }

    Optional<Group> find(GroupId id) {
        return Optional.ofNullable(byId.get(id));
    }

    /// @param address in lookup form
    Optional<Group> find(Address address) {
        return Optional.ofNullable(byAddress.get(address));
    }
}
