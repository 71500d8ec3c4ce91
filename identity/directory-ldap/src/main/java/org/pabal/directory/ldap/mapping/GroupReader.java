// SPDX-License-Identifier: Apache-2.0
package org.pabal.directory.ldap.mapping;

import com.unboundid.ldap.sdk.Entry;
import com.unboundid.ldap.sdk.Filter;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.RDN;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.pabal.directory.source.SourceGroup;
import org.pabal.message.Address;
import org.pabal.message.Domain;

/// Makes groups of entries.
///
/// A group is called by the first of its names that can be one: `mail` when that is an address of our
/// domains, else `cn`, which the domain completes. Of several values of one attribute that of the
/// entry's own name counts, else the first by the alphabet: a set has no order.
public record GroupReader(EntryReader entries) {

    /// @param ownDomain completes bare names
    /// @return empty for one that has no usable name
    public Optional<SourceGroup> group(Entry entry, Domain ownDomain) {
        return entries.mapping().attributes(Field.GROUP_NAME).stream()
                .flatMap(attribute -> values(entry, attribute))
                .flatMap(value -> named(entry, value, ownDomain).stream())
                .findFirst();
    }

    private Optional<SourceGroup> named(Entry entry, String value, Domain ownDomain) {
        return entries.plainAddress(value, ownDomain)
                .filter(address -> entries.isOurs(address.domain()))
                .map(address -> group(entry, address, value.indexOf('@') >= 0));
    }

    private SourceGroup group(Entry entry, Address address, boolean takesMail) {
        return new SourceGroup(entries.key(entry), address, takesMail);
    }

    private static Stream<String> values(Entry entry, String attribute) {
        String[] values = entry.getAttributeValues(attribute);
        if (values == null) {
            return Stream.empty();
        }
        Set<String> ownName = ownName(entry, attribute);
        return Arrays.stream(values)
                .map(String::strip)
                .sorted(
                        Comparator.comparing((String value) -> !ownName.contains(value))
                                .thenComparing(Comparator.naturalOrder()));
    }

    private static Set<String> ownName(Entry entry, String attribute) {
        try {
            RDN own = entry.getRDN();
            return own != null && own.hasAttribute(attribute)
                    ? Set.of(own.getAttributeValues())
                    : Set.of();
        } catch (LDAPException malformed) {
            return Set.of();
        }
    }

    /// Finds the entry that has a key; empty where the key is its distinguished name.
    public Optional<Filter> withKey(String key) {
        return key.startsWith(EntryReader.KEY_IS_DN)
                ? Optional.empty()
                : Optional.of(Values.withKey(entries.mapping(), key));
    }

    /// Those whom a group names by an address. A pipe, a file or an inclusion among them is left out
    /// (THREATS L02).
    public List<Address> addresses(Entry group, Domain ownDomain) {
        return Values.all(entries.mapping(), Field.MEMBER_ADDRESSES, group).stream()
                .flatMap(value -> entries.plainAddress(value, ownDomain).stream())
                .toList();
    }

    /// Those whom a group names by a bare name.
    public List<String> uids(Entry group) {
        return entries.mapping().attributes(Field.MEMBER_UIDS).stream()
                .flatMap(attribute -> values(group, attribute))
                .filter(value -> !value.isEmpty())
                .toList();
    }
}
