// SPDX-License-Identifier: Apache-2.0
package org.pabal.cluster;

import java.util.Collection;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// The hosts that have joined. One host, which holds the authority's key, makes all versions of the
/// list and signs them; the others believe the newest.
///
/// @param version grows by one with each change
/// @param authority the name of the host that makes the list
public record MemberList(long version, String authority, SortedMap<String, Member> members) {

    /// A list is one message between hosts.
    public static final int MAX_MEMBERS = 100;

    public MemberList {
        members = java.util.Collections.unmodifiableSortedMap(new TreeMap<>(members));
    }

    public Optional<Member> member(String name) {
        return Optional.ofNullable(members.get(name));
    }

    public Collection<Member> all() {
        return members.values();
    }

    /// The next version, with a member that is new or has changed.
    public MemberList with(Member member) {
        TreeMap<String, Member> next = new TreeMap<>(members);
        next.put(member.name(), member);
        return new MemberList(version + 1, authority, next);
    }

    /// The next version, without a member.
    public MemberList without(String name) {
        TreeMap<String, Member> next = new TreeMap<>(members);
        next.remove(name);
        return new MemberList(version + 1, authority, next);
    }
}
