// SPDX-License-Identifier: Apache-2.0
package org.pabal.directory.ldap;

import com.unboundid.ldap.sdk.Attribute;
import com.unboundid.ldap.sdk.DN;
import com.unboundid.ldap.sdk.Entry;
import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.SearchResultEntry;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.pabal.directory.ldap.connection.LdapClient;
import org.pabal.directory.ldap.mapping.AskedName;
import org.pabal.directory.ldap.mapping.EntryReader;
import org.pabal.directory.ldap.mapping.GroupRule;
import org.pabal.directory.source.SourceAnswer;
import org.pabal.directory.source.UnusableEntryException;
import org.pabal.message.Address;
import org.pabal.message.Domain;

/// Finds groups and who belongs to them: one connection and one deadline for all that it takes.
final class Groups {
    /// As many as an alias may have.
    private static final int MAX_MEMBERS = 1_000;

    /// Groups within groups.
    private static final int MAX_DEPTH = 5;

    /// Names looked at for one question, also those of members without an address.
    private static final int MAX_READS = 5_000;

    private static final Set<String> CLASSES =
            Set.of("group", "groupofnames", "groupofuniquenames", "groupofentries");

    private final String directory;
    private final LdapClient client;
    private final Tree tree;
    private final EntryReader entries;

    Groups(String directory, LdapClient client, Tree tree, EntryReader entries) {
        this.directory = directory;
        this.client = client;
        this.tree = tree;
        this.entries = entries;
    }

    /// @return unknown when there is no such group
    SourceAnswer find(AskedName name) {
        for (GroupRule rule : entries.mapping().groups()) {
            Optional<Set<Address>> members =
                    client.ask("group", ldap -> new Search(ldap, rule, name).members());
            if (members.isPresent()) {
                return new SourceAnswer.Alias(List.copyOf(members.get()));
            }
        }
        return new SourceAnswer.Unknown();
    }

    /// One look for a group.
    private final class Search {
        private final LDAPConnection ldap;
        private final GroupRule rule;
        private final AskedName name;
        private final Domain ownDomain;
        private final Set<Address> members = new LinkedHashSet<>();
        private final Set<String> seen = new HashSet<>();

        Search(LDAPConnection ldap, GroupRule rule, AskedName name) {
            this.ldap = ldap;
            this.rule = rule;
            this.name = name;
            this.ownDomain = name.ownDomain();
        }

        Optional<Set<Address>> members() throws LDAPException {
            List<SearchResultEntry> found =
                    tree.search(
                            ldap, tree.request(rule.filter(), name, requested(), MAX_MEMBERS + 1));
            if (found.isEmpty()) {
                return Optional.empty();
            }
            switch (rule.form()) {
                case BACK_LINKS -> found.forEach(this::addPerson);
                case ADDRESSES -> {
                    for (Entry group : found) {
                        addAddresses(group);
                    }
                }
                case NAMES -> {
                    for (Entry group : found) {
                        seen.add(normalized(group.getDN()));
                        addNamed(group, 1);
                    }
                }
            }
            if (members.isEmpty()) {
                throw unusable("has no member with an address");
            }
            return Optional.of(members);
        }

        private String[] requested() {
            TreeSet<String> names = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
            names.addAll(List.of(entries.mapping().requested(false)));
            names.addAll(rule.attributes());
            return names.toArray(new String[0]);
        }

        private void addPerson(Entry person) {
            if (entries.isEnabled(person)) {
                entries.memberAddress(person, ownDomain).ifPresent(this::add);
            }
        }

        /// A pipe, a file or an inclusion among them is left out. THREATS L02
        private void addAddresses(Entry group) {
            for (String attribute : rule.attributes()) {
                for (String value : values(group, attribute)) {
                    entries.plainAddress(value, ownDomain).ifPresent(this::add);
                }
            }
        }

        private void addNamed(Entry group, int depth) throws LDAPException {
            if (depth > MAX_DEPTH) {
                throw unusable("has groups within groups beyond " + MAX_DEPTH + " levels");
            }
            for (String attribute : rule.attributes()) {
                for (String dn : ranged(group, attribute)) {
                    if (seen.add(normalized(dn))) {
                        addMember(dn, depth);
                    }
                }
            }
        }

        private void addMember(String dn, int depth) throws LDAPException {
            if (seen.size() > MAX_READS) {
                throw unusable("leads to more than " + MAX_READS + " entries");
            }
            Optional<SearchResultEntry> member = tree.read(ldap, dn, requested());
            if (member.isPresent() && isGroup(member.get())) {
                addNamed(member.get(), depth + 1);
            } else {
                member.ifPresent(this::addPerson);
            }
        }

        private void add(Address member) {
            if (members.add(member) && members.size() > MAX_MEMBERS) {
                throw unusable("has more than " + MAX_MEMBERS + " members; make it a mailing list");
            }
        }

        private UnusableEntryException unusable(String why) {
            return new UnusableEntryException(
                    "the directory " + directory + ": the group " + name.address() + " " + why);
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
    }

    private static List<String> values(Entry entry, String attribute) {
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
