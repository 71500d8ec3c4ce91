// SPDX-License-Identifier: Apache-2.0
package org.pabal.directory.ldap;

import com.unboundid.ldap.sdk.Entry;
import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.SearchRequest;
import com.unboundid.ldap.sdk.SearchResultEntry;
import java.util.LinkedHashSet;
import java.util.List;
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

/// Finds groups that take mail, and who belongs to them: one connection and one deadline for all that it takes.
final class Groups {
    /// As many as an alias may have.
    private static final int MAX_MEMBERS = 1_000;

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
    private final class Search implements NamedMembers.Visitor {
        private final LDAPConnection ldap;
        private final GroupRule rule;
        private final AskedName name;
        private final Domain ownDomain;
        private final Set<Address> members = new LinkedHashSet<>();

        Search(LDAPConnection ldap, GroupRule rule, AskedName name) {
            this.ldap = ldap;
            this.rule = rule;
            this.name = name;
            this.ownDomain = name.ownDomain();
        }

        Optional<Set<Address>> members() throws LDAPException {
            List<SearchResultEntry> found = tree.search(ldap, request());
            if (found.isEmpty()) {
                return Optional.empty();
            }
            switch (rule.form()) {
                case BACK_LINKS -> found.forEach(this::person);
                case ADDRESSES -> {
                    for (Entry group : found) {
                        addAddresses(group);
                    }
                }
                case NAMES -> {
                    NamedMembers named =
                            new NamedMembers(ldap, tree, rule.attributes(), requested(), this);
                    for (Entry group : found) {
                        named.follow(group);
                    }
                }
            }
            if (members.isEmpty()) {
                throw unusable("has no member with an address");
            }
            return Optional.of(members);
        }

        /// Members who name their group are where the accounts are.
        private SearchRequest request() {
            return rule.form() == GroupRule.Form.BACK_LINKS
                    ? tree.request(rule.filter(), name, requested(), MAX_MEMBERS + 1)
                    : tree.groupRequest(
                            rule.filter().fill(name), name, requested(), MAX_MEMBERS + 1);
        }

        private String[] requested() {
            TreeSet<String> names = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
            names.addAll(List.of(entries.mapping().requested(false)));
            names.addAll(rule.attributes());
            return names.toArray(new String[0]);
        }

        @Override
        public void group(Entry group) {
            // its members are what counts
        }

        @Override
        public void person(Entry person) {
            if (entries.isEnabled(person)) {
                entries.memberAddress(person, ownDomain).ifPresent(this::add);
            }
        }

        /// A pipe, a file or an inclusion among them is left out. THREATS L02
        private void addAddresses(Entry group) {
            for (String attribute : rule.attributes()) {
                for (String value : NamedMembers.values(group, attribute)) {
                    entries.plainAddress(value, ownDomain).ifPresent(this::add);
                }
            }
        }

        private void add(Address member) {
            if (members.add(member) && members.size() > MAX_MEMBERS) {
                throw unusable("has more than " + MAX_MEMBERS + " members; make it a mailing list");
            }
        }

        @Override
        public UnusableEntryException unusable(String why) {
            return new UnusableEntryException(
                    "the directory " + directory + ": the group " + name.address() + " " + why);
        }
    }
}
