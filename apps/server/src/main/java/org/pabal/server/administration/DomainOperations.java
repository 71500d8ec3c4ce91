// SPDX-License-Identifier: Apache-2.0
package org.pabal.server.administration;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.pabal.directory.Account;
import org.pabal.directory.DirectoryAdministration;
import org.pabal.directory.DirectoryAdministration.DomainAlias;
import org.pabal.directory.Role;
import org.pabal.message.Domain;

/// What administrators may ask of domains and change about them.
final class DomainOperations {
    private final DirectoryAdministration directory;
    private final DkimOperations dkim;

    DomainOperations(DirectoryAdministration directory, DkimOperations dkim) {
        this.directory = directory;
        this.dkim = dkim;
    }

    /// @param arguments `domain`, `aliasOf`; `*.domain` without another domain is an alias of that
    ///     domain
    Map<String, Object> add(Arguments arguments) {
        Domain name = name(arguments);
        String given = arguments.text("aliasOf", "");
        boolean below = name.name().startsWith(DomainAlias.BELOW);
        Map<String, Object> added = new LinkedHashMap<>();
        added.put("domain", name.name());
        if (given.isEmpty() && !below) {
            DirectoryArguments.require(directory.addDomain(name));
        } else {
            Domain target =
                    given.isEmpty()
                            ? new Domain(name.name().substring(DomainAlias.BELOW.length()))
                            : arguments.parsed(given, "a domain", Domain::parse);
            DirectoryArguments.require(directory.addDomainAlias(new DomainAlias(name, target)));
            added.put("aliasOf", target.name());
        }
        dkim.added(name);
        return added;
    }

    /// @param arguments `domain`
    Map<String, Object> remove(Arguments arguments) {
        Domain name = name(arguments);
        boolean alias =
                directory.domainAliases().stream().anyMatch(each -> each.name().equals(name));
        DirectoryArguments.require(
                alias ? directory.removeDomainAlias(name) : directory.removeDomain(name));
        dkim.removed(name);
        return Map.of();
    }

    private static Domain name(Arguments arguments) {
        return arguments.parsed(
                arguments.text("domain"), "a domain or *.domain", DomainAlias::parseName);
    }

    /// Names, and of aliases `alias` and `of`.
    List<Object> list() {
        List<Object> shown =
                new ArrayList<>(directory.domains().stream().map(Domain::name).toList());
        directory
                .domainAliases()
                .forEach(alias ->
                        shown.add(
                                Map.of(
                                        "alias", alias.name().name(),
                                        "of", alias.target().name())));
        return shown;
    }

    /// `domain`, `asciiName`, `accounts` and `aliases` (counts), `otherNames`, `administrators`,
    /// `everyOther`: where mail for addresses goes that are not there.
    ///
    /// @param arguments `domain`
    Map<String, Object> show(Arguments arguments) {
        Domain asked = name(arguments);
        Domain domain =
                directory.domainAliases().stream()
                        .filter(alias -> alias.name().equals(asked))
                        .map(DomainAlias::target)
                        .findFirst()
                        .orElse(asked);
        if (!directory.domains().contains(domain)) {
            throw new Arguments.Unusable(
                    asked + " is not a domain of this server; pabal domain list shows them");
        }
        List<Account> accounts =
                directory.accounts().stream()
                        .filter(account -> account.address().domain().equals(domain))
                        .toList();
        List<DirectoryAdministration.Alias> aliases =
                directory.aliases().stream()
                        .filter(alias -> alias.address().domain().equals(domain))
                        .toList();
        Map<String, Object> shown = new LinkedHashMap<>();
        shown.put("domain", domain.name());
        shown.put("asciiName", domain.toAscii());
        shown.put("accounts", accounts.size());
        shown.put("aliases", aliases.stream().filter(alias -> !alias.isGroup()).count());
        shown.put("groups", aliases.stream().filter(alias -> alias.isGroup()).count());
        shown.put("otherNames", otherNames(domain));
        shown.put("administrators", administrators(accounts));
        everyOther(aliases).ifPresent(targets -> shown.put("everyOther", targets));
        return shown;
    }

    private List<String> otherNames(Domain domain) {
        return directory.domainAliases().stream()
                .filter(alias -> alias.target().equals(domain))
                .map(alias -> alias.name().name())
                .toList();
    }

    private static List<String> administrators(List<Account> accounts) {
        return accounts.stream()
                .filter(account -> account.role() == Role.DOMAIN_ADMINISTRATOR)
                .map(account -> account.address().toString())
                .toList();
    }

    private static Optional<List<String>> everyOther(List<DirectoryAdministration.Alias> aliases) {
        return aliases.stream()
                .filter(alias -> alias.address().localPart().isEmpty())
                .map(alias -> alias.targets().stream().map(Object::toString).toList())
                .findFirst();
    }
}
