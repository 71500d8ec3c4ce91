// SPDX-License-Identifier: Apache-2.0
package org.pabal.directory.ldap;

import com.unboundid.ldap.sdk.Filter;
import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.SearchRequest;
import com.unboundid.ldap.sdk.SearchResultEntry;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;
import org.pabal.directory.ldap.connection.LdapClient;
import org.pabal.directory.ldap.mapping.AskedName;
import org.pabal.directory.ldap.mapping.EntryReader;
import org.pabal.directory.ldap.mapping.FilterTemplate;
import org.pabal.directory.ldap.mapping.GroupReader;
import org.pabal.directory.source.SourceGroup;
import org.pabal.directory.source.SourceMembers;
import org.pabal.directory.source.UnusableEntryException;
import org.pabal.message.Address;
import org.pabal.wire.LogText;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Groups to which rights can be given: those that the filter of the settings finds. None without it.
final class RightsGroups {
    private static final Logger log = LoggerFactory.getLogger(RightsGroups.class);

    /// Entries that have one name among theirs, of which one may be called by it.
    private static final int MAX_OF_ONE_NAME = 20;

    private final LdapConfig config;
    private final LdapClient client;
    private final Tree tree;
    private final EntryReader entries;
    private final GroupReader reader;

    RightsGroups(LdapConfig config, LdapClient client, Tree tree, EntryReader entries) {
        this.config = config;
        this.client = client;
        this.tree = tree;
        this.entries = entries;
        this.reader = new GroupReader(entries);
    }

    private Optional<FilterTemplate> filter() {
        return config.groups().rights();
    }

    /// @throws UnusableEntryException when there are two: to which would the rights go (THREATS L03)
    Optional<SourceGroup> find(Address address) {
        if (filter().isEmpty()) {
            return Optional.empty();
        }
        AskedName name = tree.groupName(address);
        Filter named = filter().get().and(config.mapping().groupNamed()).fill(name);
        List<SearchResultEntry> found =
                client.ask(
                        "group", ldap -> tree.search(ldap, request(named, name, MAX_OF_ONE_NAME)));
        List<SourceGroup> groups =
                found.stream()
                        .flatMap(each -> reader.group(each, name.ownDomain()).stream())
                        .filter(each -> each.address().equals(address))
                        .toList();
        if (groups.size() > 1 || found.size() == MAX_OF_ONE_NAME) {
            log.warn(
                    "event=ldap_two_entries audit=true directory={} name={} entries={}",
                    config.connection().directory(),
                    new LogText(address),
                    new LogText(found.stream().map(SearchResultEntry::getDN).toList()));
            throw unusable(address, "has more than one entry");
        }
        return groups.stream().findFirst();
    }

    private SearchRequest request(Filter filter, AskedName name, int limit) {
        return tree.groupRequest(filter, name, config.mapping().requestedOfGroups(), limit);
    }

    Optional<SourceGroup> group(String key, Address address) {
        AskedName name = tree.groupName(address);
        return client.ask("group", ldap -> entry(ldap, key, name))
                .map(entry -> called(entry, key, name));
    }

    /// An entry whose names are of no use any more keeps its last one.
    private SourceGroup called(SearchResultEntry entry, String key, AskedName name) {
        return reader.group(entry, name.ownDomain())
                .orElseGet(() -> new SourceGroup(key, name.address(), false));
    }

    private Optional<SearchResultEntry> entry(LDAPConnection ldap, String key, AskedName name)
            throws LDAPException {
        if (filter().isEmpty()) {
            return Optional.empty();
        }
        Filter rights = filter().get().fill(name);
        Optional<Filter> withKey = reader.withKey(key);
        if (withKey.isEmpty()) {
            String dn = key.substring(EntryReader.KEY_IS_DN.length());
            return tree.readGroup(ldap, dn, rights, name, config.mapping().requestedOfGroups());
        }
        Filter one = Filter.createANDFilter(rights, withKey.get());
        return tree.search(ldap, request(one, name, 2)).stream()
                .filter(entry -> entries.key(entry).equals(key))
                .findFirst();
    }

    void list(Predicate<List<SourceGroup>> more) {
        if (filter().isEmpty()) {
            return;
        }
        AtomicBoolean wanted = new AtomicBoolean(true);
        for (AskedName place : tree.groupPlaces()) {
            Filter rights = filter().get().fill(place);
            var _ =
                    tree.pages(
                            () -> request(rights, place, config.pageSize()),
                            page -> {
                                wanted.set(more.test(groups(page, place)));
                                return wanted.get();
                            });
            if (!wanted.get()) {
                return;
            }
        }
    }

    private List<SourceGroup> groups(List<SearchResultEntry> page, AskedName place) {
        return page.stream()
                .flatMap(each -> reader.group(each, place.ownDomain()).stream())
                .toList();
    }

    Optional<SourceMembers> members(String key, Address address) {
        AskedName name = tree.groupName(address);
        return client.ask(
                "members",
                ldap -> {
                    Optional<SearchResultEntry> group = entry(ldap, key, name);
                    return group.isEmpty()
                            ? Optional.empty()
                            : Optional.of(
                                    new MemberSearch(config, ldap, tree, entries, address)
                                            .of(group.get(), called(group.get(), key, name)));
                });
    }

    private UnusableEntryException unusable(Address name, String why) {
        return new UnusableEntryException(
                "the directory "
                        + config.connection().directory()
                        + ": the group "
                        + name
                        + " "
                        + why);
    }
}
