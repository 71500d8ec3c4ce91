// SPDX-License-Identifier: Apache-2.0
package org.pabal.directory.ldap.view;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.pabal.directory.Account;
import org.pabal.directory.AccountId;
import org.pabal.directory.DirectoryAdministration;
import org.pabal.directory.Resolution;
import org.pabal.directory.ldap.view.ViewConfig.Posix;
import org.pabal.message.Address;
import org.pabal.message.Domain;

/// The entries that a search has to look at: those that an index of the directory names when the
/// filter has an address, a user or a number in the right place, else all below its base.
final class Candidates {
    private final DirectoryAdministration directory;
    private final KnownNames names;
    private final ViewEntries entries;
    private final Posix posix;
    private final Viewer viewer;
    private final SearchArea area;

    Candidates(
            DirectoryAdministration directory,
            KnownNames names,
            ViewEntries entries,
            Posix posix,
            Viewer viewer,
            SearchArea area) {
        this.directory = directory;
        this.names = names;
        this.entries = entries;
        this.posix = posix;
        this.viewer = viewer;
        this.area = area;
    }

    /// Few, found by index, all within the area; empty when all have to be looked at.
    Optional<List<ViewEntry>> byIndex(ViewFilter filter) {
        return find(filter).map(found -> List.copyOf(found.values()));
    }

    private Optional<Map<String, ViewEntry>> find(ViewFilter filter) {
        return switch (filter) {
            case ViewFilter.And(List<ViewFilter> parts) -> ofAny(parts);
            case ViewFilter.Or(List<ViewFilter> parts) -> ofAll(parts);
            case ViewFilter.Equal(AttributeType type, String value) ->
                    switch (type) {
                        case MAIL, MAIL_LOCAL_ADDRESS -> Optional.of(byAddress(value));
                        case UID -> Optional.of(byUser(value));
                        case UID_NUMBER -> Optional.of(byNumber(value));
                        default -> Optional.empty();
                    };
            case ViewFilter.Undefined _ -> Optional.of(Map.of());
            case ViewFilter.Not _,
                    ViewFilter.Substrings _,
                    ViewFilter.Present _,
                    ViewFilter.Ordered _ ->
                    Optional.empty();
        };
    }

    /// What one part does not name cannot be in all.
    private Optional<Map<String, ViewEntry>> ofAny(List<ViewFilter> parts) {
        for (ViewFilter part : parts) {
            Optional<Map<String, ViewEntry>> found = find(part);
            if (found.isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }

    private Optional<Map<String, ViewEntry>> ofAll(List<ViewFilter> parts) {
        Map<String, ViewEntry> all = new LinkedHashMap<>();
        for (ViewFilter part : parts) {
            Optional<Map<String, ViewEntry>> found = find(part);
            if (found.isEmpty()) {
                return Optional.empty();
            }
            all.putAll(found.get());
        }
        return Optional.of(all);
    }

    private Map<String, ViewEntry> byAddress(String value) {
        if (value.startsWith("@")) {
            return Domain.parse(value.substring(1))
                    .map(domain -> group(new Address("", domain)))
                    .orElseGet(Map::of);
        }
        Map<String, ViewEntry> found = new LinkedHashMap<>();
        Address.parse(value)
                .map(Address::lookupForm)
                .ifPresent(asked -> {
                    Address real = withoutDomainAlias(asked);
                    KnownNames.account(directory, real)
                            .or(() -> ofOtherName(real))
                            .filter(account -> area.hasPeople(account.address().domain()))
                            .map(account -> entries.person(account, List.of(asked), viewer))
                            .ifPresent(entry -> found.put(entry.dn(), entry));
                    if (found.isEmpty()) {
                        found.putAll(group(real));
                    }
                });
        return found;
    }

    private Optional<Account> ofOtherName(Address address) {
        return directory.resolve(address) instanceof Resolution.Alias
                ? names.otherName(address)
                        .flatMap(alias -> KnownNames.account(directory, alias.targets().getFirst()))
                : Optional.empty();
    }

    /// `bob@example.net` where all of example.net is another name of example.org.
    private Address withoutDomainAlias(Address asked) {
        return !names.isContext(asked.domain())
                        && directory.resolve(asked) instanceof Resolution.Alias(var targets, _, _)
                        && targets.size() == 1
                        && targets.getFirst().localPart().equals(asked.localPart())
                ? targets.getFirst().lookupForm()
                : asked;
    }

    private Map<String, ViewEntry> group(Address address) {
        return area.hasGroups(address.domain())
                ? names.group(address)
                        .map(alias -> entries.group(alias, viewer))
                        .map(entry -> Map.of(entry.dn(), entry))
                        .orElseGet(Map::of)
                : Map.of();
    }

    private Map<String, ViewEntry> byUser(String value) {
        Map<String, ViewEntry> found = new LinkedHashMap<>();
        for (Domain domain : area.domainsOfPeople()) {
            KnownNames.account(directory, TreeName.address(value, domain))
                    .map(account -> entries.person(account, viewer))
                    .ifPresent(entry -> found.put(entry.dn(), entry));
        }
        return found;
    }

    private Map<String, ViewEntry> byNumber(String value) {
        long id = Long.parseLong(value) - posix.uidBase().orElse(Long.MAX_VALUE);
        return id < 1
                ? Map.of()
                : directory
                        .account(new AccountId(id))
                        .filter(account -> area.hasPeople(account.address().domain()))
                        .map(account -> entries.person(account, viewer))
                        .map(entry -> Map.of(entry.dn(), entry))
                        .orElseGet(Map::of);
    }

    /// All within the area, made one by one.
    Iterator<ViewEntry> all() {
        Stream<ViewEntry> structure =
                area.structure().stream().flatMap(name -> entries.find(name, viewer).stream());
        Stream<ViewEntry> people =
                area.domainsOfPeople().isEmpty()
                        ? Stream.empty()
                        : directory.accounts().stream()
                                .filter(account -> area.hasPeople(account.address().domain()))
                                .map(account -> entries.person(account, viewer));
        Stream<ViewEntry> groups =
                names.now().groups().values().stream()
                        .filter(group -> area.hasGroups(group.address().domain()))
                        .map(group -> entries.group(group, viewer));
        return Stream.concat(structure, Stream.concat(people, groups)).iterator();
    }
}
