// SPDX-License-Identifier: Apache-2.0
package org.pabal.directory;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.pabal.message.Address;

/// Groups as those to whom rights are given. Safe for use by many threads.
///
/// A group has a number for good: one that is made anew under the same address is another, and
/// inherits no rights.
///
/// Every method may throw {@link org.pabal.message.UnavailableException}.
public interface Groups {

    /// What lies beyond is found by its name.
    int MAX_LISTED = 1_000;

    /// Of a directory that has none.
    Groups NONE =
            new Groups() {
                @Override
                public List<Group> all() {
                    return List.of();
                }

                @Override
                public Optional<Group> find(GroupId id) {
                    return Optional.empty();
                }

                @Override
                public Optional<Group> find(Address address) {
                    return Optional.empty();
                }

                @Override
                public Optional<Group> findByName(String name, LoginContext context) {
                    return Optional.empty();
                }

                @Override
                public Set<AccountId> members(GroupId id) {
                    return Set.of();
                }

                @Override
                public void whenChanged(Runnable told) {
                    // it never does
                }
            };

    /// @param address what it is called
    /// @param takesMail whether that is an address to which mail can be sent
    record Group(GroupId id, Address address, boolean takesMail) {
        /// One that takes mail.
        public Group(GroupId id, Address address) {
            this(id, address, true);
        }
    }

    /// In the order of domains and names. Of other directories at most {@link #MAX_LISTED} each, and
    /// while one does not answer those that were needed here before.
    List<Group> all();

    Optional<Group> find(GroupId id);

    /// The group of exactly this address: no alias, no detail. An alias of a domain stands for the
    /// domain.
    Optional<Group> find(Address address);

    /// By its address, or by a name that is completed as a log-in name is.
    Optional<Group> findByName(String name, LoginContext context);

    /// The accounts to which the group leads at this moment, by aliases and other groups too, and
    /// whether or not they may log in. The same object as long as nothing has changed. Of another
    /// directory's group: as that has said within the time for which its answers hold.
    ///
    /// @return none for a group that is not there
    Set<AccountId> members(GroupId id);

    /// Calls whenever groups may have changed: other members, gone, or new ones. Must not block.
    void whenChanged(Runnable told);
}
