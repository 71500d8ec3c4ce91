// SPDX-License-Identifier: Apache-2.0
package org.pabal.directory.ldap;

import com.unboundid.ldap.sdk.Attribute;
import com.unboundid.ldap.sdk.DN;
import com.unboundid.ldap.sdk.Entry;
import com.unboundid.ldap.sdk.Filter;
import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.SearchResultEntry;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.pabal.directory.ldap.connection.Failures;
import org.pabal.directory.ldap.mapping.AskedName;
import org.pabal.directory.source.UnusableEntryException;

/// Follows the distinguished names of members, also of groups within groups. Names are compared as
/// RFC 4514 and RFC 4518 have them; no entry is looked at twice, so that groups may go in circles.
final class NamedMembers {
    /// Groups within groups.
    private static final int MAX_DEPTH = 5;

    /// Names looked at for one question, also those of members without an address.
    private static final int MAX_READS = 5_000;

    /// Members asked for at once, and how many are worth it.
    private static final int AT_ONCE = 100;

    private static final int WORTH_A_SEARCH = 3;

    private static final Set<String> CLASSES =
            Set.of("group", "groupofnames", "groupofuniquenames", "groupofentries", "posixgroup");

    private final LDAPConnection ldap;
    private final Tree tree;
    private final List<String> attributes;
    private final String[] requested;
    private final Visitor visitor;
    private final Set<String> seen = new HashSet<>();

    /// Who is told of what is found.
    interface Visitor {
        /// A group within.
        void group(Entry group);

        /// Whoever is no group.
        void person(Entry person);

        UnusableEntryException unusable(String why);
    }

    /// @param attributes that hold the names
    /// @param requested of members
    NamedMembers(
            LDAPConnection ldap,
            Tree tree,
            List<String> attributes,
            String[] requested,
            Visitor visitor) {
        this.ldap = ldap;
        this.tree = tree;
        this.attributes = attributes;
        this.requested = requested;
        this.visitor = visitor;
    }

    void follow(Entry group) throws LDAPException {
        seen.add(normalized(group.getDN()));
        follow(group, 1);
    }

    private void follow(Entry group, int depth) throws LDAPException {
        if (depth > MAX_DEPTH) {
            throw visitor.unusable("has groups within groups beyond " + MAX_DEPTH + " levels");
        }
        List<String> members = new ArrayList<>();
        for (String attribute : attributes) {
            for (String value : ranged(group, attribute)) {
                String dn = withoutUid(value);
                if (!dn.isBlank() && seen.add(normalized(dn))) {
                    members.add(dn);
                }
            }
        }
        if (seen.size() > MAX_READS) {
            throw visitor.unusable("leads to more than " + MAX_READS + " entries");
        }
        for (int from = 0; from < members.size(); from += AT_ONCE) {
            List<String> some = members.subList(from, Math.min(members.size(), from + AT_ONCE));
            Map<String, SearchResultEntry> people = people(some);
            for (String dn : some) {
                look(dn, Optional.ofNullable(people.get(normalized(dn))), depth);
            }
        }
    }

    /// Those of them who are where the accounts are, by one search for their entryDN (RFC 5020). A
    /// server that does not know that attribute gives none: then each is read.
    private Map<String, SearchResultEntry> people(List<String> dns) throws LDAPException {
        List<Filter> any =
                dns.stream()
                        .filter(DN::isValidDN)
                        .map(dn -> Filter.createEqualityFilter("entryDN", dn))
                        .toList();
        Map<String, SearchResultEntry> people = new HashMap<>();
        if (any.size() < WORTH_A_SEARCH) {
            return people;
        }
        try {
            for (AskedName place : tree.places()) {
                Filter filter = Filter.createORFilter(any);
                for (SearchResultEntry each :
                        tree.search(ldap, tree.request(filter, place, requested, AT_ONCE))) {
                    people.put(normalized(each.getDN()), each);
                }
            }
        } catch (LDAPException refused) {
            if (Failures.isBroken(refused.getResultCode())) {
                throw refused;
            }
        }
        return people;
    }

    private void look(String dn, Optional<SearchResultEntry> known, int depth)
            throws LDAPException {
        Optional<SearchResultEntry> member =
                known.isPresent() ? known : tree.read(ldap, dn, requested);
        if (member.isPresent() && isGroup(member.get())) {
            visitor.group(member.get());
            follow(member.get(), depth + 1);
        } else {
            member.ifPresent(visitor::person);
        }
    }

    /// A name in uniqueMember may have a number of the same person behind it. RFC 4517 §3.3.21
    private static String withoutUid(String value) {
        return value.endsWith("'B") ? value.replaceFirst("#'[01]*'B$", "") : value;
    }

    /// Active Directory gives 1,500 values at a time: `member;range=0-1499`, and then asks to be
    /// asked for the next ([MS-ADTS] §3.1.1.3.1.3.3).
    private List<String> ranged(Entry group, String attribute) throws LDAPException {
        List<String> all = new ArrayList<>(values(group, attribute));
        Optional<Attribute> part = range(group, attribute);
        while (part.isPresent() && all.size() <= MAX_READS) {
            all.addAll(List.of(part.get().getValues()));
            Optional<Integer> next = next(part.get());
            if (next.isEmpty()) {
                break;
            }
            part =
                    tree.read(ldap, group.getDN(), attribute + ";range=" + next.get() + "-*")
                            .flatMap(entry -> range(entry, attribute));
        }
        return all;
    }

    private static Optional<Attribute> range(Entry entry, String attribute) {
        String prefix = (attribute + ";range=").toLowerCase(Locale.ROOT);
        return entry.getAttributes().stream()
                .filter(each -> each.getName().toLowerCase(Locale.ROOT).startsWith(prefix))
                .findFirst();
    }

    /// Empty after the last, `…-*`.
    private static Optional<Integer> next(Attribute part) {
        String name = part.getName();
        String last = name.substring(name.lastIndexOf('-') + 1);
        return last.matches("[0-9]{1,8}")
                ? Optional.of(Integer.parseInt(last) + 1)
                : Optional.empty();
    }

    static List<String> values(Entry entry, String attribute) {
        String[] values = entry.getAttributeValues(attribute);
        return values == null ? List.of() : List.of(values);
    }

    private static boolean isGroup(Entry entry) {
        return values(entry, "objectClass").stream()
                .anyMatch(name -> CLASSES.contains(name.toLowerCase(Locale.ROOT)));
    }

    private static String normalized(String dn) {
        try {
            return DN.normalize(dn);
        } catch (LDAPException malformed) {
            return dn.toLowerCase(Locale.ROOT);
        }
    }
}
