// SPDX-License-Identifier: Apache-2.0
package org.pabal.directory.builtin;

import java.util.List;
import java.util.Optional;
import org.pabal.directory.DirectoryAdministration.DomainAlias;
import org.pabal.directory.DirectoryAdministration.Outcome;
import org.pabal.directory.format.v1.DirectoryFormat;
import org.pabal.message.Domain;
import org.pabal.storage.Change;

/// Domains and their aliases come and go.
record DomainChanges(DirectoryChanges changes) {
    private DirectoryIndex index() {
        return changes.index();
    }

    Outcome add(Domain domain) {
        if (domain.isLiteral()) {
            return new Outcome.Refused(
                    domain
                            + " is an address, not a name; give the domain after the @ of addresses");
        }
        return changes.change(() ->
                index().isReal(domain) || index().domainAlias(domain).isPresent()
                        ? new Plan.Refuse(domain + " is a domain of this server already")
                        : new Plan.Write(List.of(put(domain)), index -> index.putDomain(domain)));
    }

    static Change put(Domain domain) {
        return new Change.Put(DirectoryFormat.domainKey(domain), DirectoryFormat.encodePresence());
    }

    Outcome remove(Domain domain) {
        return changes.change(() ->
                removalObjection(domain)
                        .<Plan>map(Plan.Refuse::new)
                        .orElseGet(() ->
                                new Plan.Write(
                                        List.of(
                                                new Change.Delete(
                                                        DirectoryFormat.domainKey(domain))),
                                        index -> index.removeDomain(domain))));
    }

    private Optional<String> removalObjection(Domain domain) {
        if (!index().isReal(domain)) {
            return Optional.of(domain + " is not a domain of this server");
        }
        if (index().isForeign(domain)) {
            return Optional.of(
                    "the settings give "
                            + domain
                            + " to another directory; take it out of its [directories.NAME]");
        }
        if (index().domainAliases().stream().anyMatch(a -> a.target().equals(domain))) {
            return Optional.of(
                    domain + " has aliases; remove them first: pabal domain list shows them");
        }
        return index().isEmpty(domain)
                ? Optional.empty()
                : Optional.of(
                        domain
                                + " has accounts or aliases; remove them first: pabal account list,"
                                + " pabal alias list");
    }

    Outcome addAlias(DomainAlias alias) {
        return changes.change(() ->
                aliasObjection(alias)
                        .<Plan>map(Plan.Refuse::new)
                        .orElseGet(() ->
                                new Plan.Write(
                                        List.of(
                                                new Change.Put(
                                                        DirectoryFormat.domainAliasKey(
                                                                alias.name()),
                                                        DirectoryFormat.encodeText(
                                                                alias.target().name()))),
                                        index -> index.putDomainAlias(alias))));
    }

    private Optional<String> aliasObjection(DomainAlias alias) {
        Domain name = alias.name();
        if (name.isLiteral()) {
            return Optional.of(name + " is an address, not a name");
        }
        if (!index().isReal(alias.target())) {
            return Optional.of(Sentences.noSuchDomain(alias.target()));
        }
        String remedy = "; remove it first: pabal domain remove " + name;
        if (index().isReal(name)) {
            return Optional.of(name + " is a domain of this server with names of its own" + remedy);
        }
        return index().domainAlias(name)
                .map(taken -> name + " is an alias of " + taken.target() + " already" + remedy);
    }

    Outcome removeAlias(Domain name) {
        return changes.change(() ->
                index().domainAlias(name)
                        .<Plan>map(alias ->
                                new Plan.Write(
                                        List.of(
                                                new Change.Delete(
                                                        DirectoryFormat.domainAliasKey(name))),
                                        index -> index.removeDomainAlias(alias)))
                        .orElseGet(
                                () -> new Plan.Refuse(name + " is not an alias of a domain here")));
    }
}
