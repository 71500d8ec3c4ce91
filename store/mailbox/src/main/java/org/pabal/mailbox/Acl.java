// SPDX-License-Identifier: Apache-2.0
package org.pabal.mailbox;

import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.pabal.directory.GroupId;

/// Who but its owner may do what with a mailbox: immutable. RFC 4314 §2.
///
/// The owner's rights are not in it: the owner has all of them. Rights can be given to a grantee
/// and, apart from that, be withheld from it (the identifier with `-` before it); what is withheld
/// from anyone, from the reader or from a group of the reader's counts more than what is given to any.
public final class Acl {
    /// Of a mailbox that is not shared.
    public static final Acl NONE =
            new Acl(Collections.emptySortedMap(), Collections.emptySortedMap());

    private final SortedMap<Grantee, Rights> given;
    private final SortedMap<Grantee, Rights> withheld;
    private final Set<GroupId> groups;

    private Acl(SortedMap<Grantee, Rights> given, SortedMap<Grantee, Rights> withheld) {
        this.given = given;
        this.withheld = withheld;
        this.groups = groups(given.keySet(), withheld.keySet());
    }

    /// The union of what is given to any of these, less what is withheld from any of them.
    ///
    /// @param reader all that one reader is; {@link MailboxInfo#rights} has the answer for a reader
    public Rights rightsOf(List<Grantee> reader) {
        return rightsOf(reader, reader);
    }

    /// The same of a reader of whom not everything is known: rights are given to what the reader
    /// certainly is, and withheld from all that it may be.
    public Rights rightsOf(List<Grantee> certainly, List<Grantee> possibly) {
        if (given.isEmpty()) {
            return Rights.NONE;
        }
        return union(given, certainly).minus(union(withheld, possibly));
    }

    /// The groups that it names.
    public Set<GroupId> groups() {
        return groups;
    }

    private static Set<GroupId> groups(Set<Grantee> given, Set<Grantee> withheld) {
        return Stream.concat(given.stream(), withheld.stream())
                .flatMap(each ->
                        each instanceof Grantee.Group(GroupId id) ? Stream.of(id) : Stream.empty())
                .collect(Collectors.toUnmodifiableSet());
    }

    private static Rights union(SortedMap<Grantee, Rights> rights, List<Grantee> reader) {
        return reader.stream()
                .map(each -> rights.getOrDefault(each, Rights.NONE))
                .reduce(Rights.NONE, Rights::plus);
    }

    public Rights givenTo(Grantee grantee) {
        return given.getOrDefault(grantee, Rights.NONE);
    }

    public Rights withheldFrom(Grantee grantee) {
        return withheld.getOrDefault(grantee, Rights.NONE);
    }

    /// All that is given, none of it empty; cannot be changed.
    public SortedMap<Grantee, Rights> given() {
        return given;
    }

    /// All that is withheld, none of it empty; cannot be changed.
    public SortedMap<Grantee, Rights> withheld() {
        return withheld;
    }

    /// How many entries it has, of both kinds.
    public int size() {
        return given.size() + withheld.size();
    }

    public boolean isEmpty() {
        return size() == 0;
    }

    /// @param rights instead of those given before; none removes the entry
    public Acl giving(Grantee grantee, Rights rights) {
        return of(with(given, grantee, rights), withheld);
    }

    /// @param rights instead of those withheld before; none removes the entry
    public Acl withholding(Grantee grantee, Rights rights) {
        return of(given, with(withheld, grantee, rights));
    }

    /// Without anything that is said of a grantee.
    public Acl without(Grantee grantee) {
        return giving(grantee, Rights.NONE).withholding(grantee, Rights.NONE);
    }

    private static Acl of(SortedMap<Grantee, Rights> given, SortedMap<Grantee, Rights> withheld) {
        return given.isEmpty() && withheld.isEmpty() ? NONE : new Acl(given, withheld);
    }

    private static SortedMap<Grantee, Rights> with(
            SortedMap<Grantee, Rights> before, Grantee grantee, Rights rights) {
        SortedMap<Grantee, Rights> after = new TreeMap<>(before);
        if (rights.isEmpty()) {
            after.remove(grantee);
        } else {
            after.put(grantee, rights);
        }
        return Collections.unmodifiableSortedMap(after);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Acl acl && given.equals(acl.given) && withheld.equals(acl.withheld);
    }

    @Override
    public int hashCode() {
        return given.hashCode() * 31 + withheld.hashCode();
    }

    @Override
    public String toString() {
        return given + "-" + withheld;
    }
}
