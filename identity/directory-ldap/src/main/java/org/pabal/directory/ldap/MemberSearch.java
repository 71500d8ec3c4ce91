// SPDX-License-Identifier: Apache-2.0
package org.pabal.directory.ldap;

import com.unboundid.ldap.sdk.Entry;
import com.unboundid.ldap.sdk.Filter;
import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.SearchResultEntry;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.pabal.directory.ldap.LdapGroupConfig.Nesting;
import org.pabal.directory.ldap.connection.Failures;
import org.pabal.directory.ldap.mapping.AskedName;
import org.pabal.directory.ldap.mapping.EntryReader;
import org.pabal.directory.ldap.mapping.Field;
import org.pabal.directory.ldap.mapping.GroupReader;
import org.pabal.directory.source.SourceGroup;
import org.pabal.directory.source.SourceMembers;
import org.pabal.directory.source.UnusableEntryException;
import org.pabal.message.Address;
import org.pabal.message.Domain;

/// One look for those who belong to a group to which rights are given, on one connection: by
/// distinguished names (`member`, also of groups within it), by bare names (`memberUid`, RFC 2307) and
/// by addresses (`rfc822MailMember`).
final class MemberSearch implements NamedMembers.Visitor {
    /// LDAP_MATCHING_RULE_TRANSITIVE_EVAL, once called IN_CHAIN. [MS-ADTS] §3.1.1.3.4.4.3
    private static final String IN_CHAIN = "1.2.840.113556.1.4.1941";

    private static final int MAX_MEMBERS = 20_000;

    /// Bare names asked for at once.
    private static final int AT_ONCE = 100;

    private final LdapConfig config;
    private final LDAPConnection ldap;
    private final Tree tree;
    private final EntryReader entries;
    private final GroupReader reader;
    private final Address name;
    private final Domain ownDomain;
    private final Set<String> keys = new HashSet<>();
    private final Set<String> uids = new LinkedHashSet<>();
    private final Set<Address> addresses = new HashSet<>();

    /// @param name of the group, for messages
    MemberSearch(
            LdapConfig config, LDAPConnection ldap, Tree tree, EntryReader entries, Address name) {
        this.config = config;
        this.ldap = ldap;
        this.tree = tree;
        this.entries = entries;
        this.reader = new GroupReader(entries);
        this.name = name;
        this.ownDomain = tree.groupName(name).ownDomain();
    }

    SourceMembers of(Entry group, SourceGroup called) throws LDAPException {
        group(group);
        if (config.groups().nesting() != Nesting.CHAIN || !addChained(group)) {
            new NamedMembers(
                            ldap,
                            tree,
                            config.mapping().attributes(Field.MEMBERS),
                            config.mapping().requestedOfGroups(),
                            this)
                    .follow(group);
        }
        addThoseOfUids();
        return new SourceMembers(called, keys, addresses);
    }

    @Override
    public void group(Entry group) {
        uids.addAll(reader.uids(group));
        addresses.addAll(reader.addresses(group, ownDomain));
        check(uids.size() + addresses.size());
    }

    @Override
    public void person(Entry person) {
        keys.add(entries.key(person));
    }

    private void check(int found) {
        if (found > MAX_MEMBERS) {
            throw unusable("has more than " + MAX_MEMBERS + " members");
        }
    }

    @Override
    public UnusableEntryException unusable(String why) {
        return new UnusableEntryException(
                "the directory "
                        + config.connection().directory()
                        + ": the group "
                        + name
                        + " "
                        + why);
    }

    /// @return false when that found nobody: servers that do not know the rule say so, or nothing
    private boolean addChained(Entry group) throws LDAPException {
        Filter belongs =
                Filter.createExtensibleMatchFilter("memberOf", IN_CHAIN, false, group.getDN());
        try {
            for (AskedName place : tree.places()) {
                List<SearchResultEntry> found =
                        tree.whole(
                                ldap,
                                () ->
                                        tree.request(
                                                belongs,
                                                place,
                                                config.mapping().requestedOfGroups(),
                                                config.pageSize()),
                                MAX_MEMBERS);
                check(found.size());
                found.forEach(this::person);
            }
        } catch (LDAPException refused) {
            if (Failures.isBroken(refused.getResultCode())) {
                throw refused;
            }
            keys.clear();
        }
        return !keys.isEmpty();
    }

    private void addThoseOfUids() throws LDAPException {
        List<String> all = new ArrayList<>(uids);
        for (int from = 0; from < all.size(); from += AT_ONCE) {
            addThoseOf(all.subList(from, Math.min(all.size(), from + AT_ONCE)));
        }
    }

    /// A bare name that two accounts have is nobody's. THREATS L03
    private void addThoseOf(List<String> some) throws LDAPException {
        Map<String, Set<String>> keysByUid = new HashMap<>();
        for (AskedName place : tree.places()) {
            Filter people =
                    Filter.createANDFilter(
                            config.mapping().list().fill(place), Filter.createORFilter(any(some)));
            for (Entry person :
                    tree.whole(
                            ldap,
                            () ->
                                    tree.request(
                                            people,
                                            place,
                                            config.mapping().requested(false),
                                            config.pageSize()),
                            MAX_MEMBERS)) {
                for (String uid : uidsOf(person)) {
                    keysByUid.computeIfAbsent(uid, _ -> new HashSet<>()).add(entries.key(person));
                }
            }
        }
        for (String uid : some) {
            Optional.ofNullable(keysByUid.get(folded(uid)))
                    .filter(found -> found.size() == 1)
                    .ifPresent(keys::addAll);
        }
    }

    private List<Filter> any(List<String> some) {
        List<Filter> any = new ArrayList<>();
        for (String attribute : config.mapping().attributes(Field.UID)) {
            some.forEach(uid -> any.add(Filter.createEqualityFilter(attribute, uid)));
        }
        return any;
    }

    private List<String> uidsOf(Entry person) {
        return config.mapping().attributes(Field.UID).stream()
                .flatMap(attribute -> NamedMembers.values(person, attribute).stream())
                .map(MemberSearch::folded)
                .toList();
    }

    private static String folded(String uid) {
        return uid.strip().toLowerCase(Locale.ROOT);
    }
}
