// SPDX-License-Identifier: Apache-2.0
package org.pabal.directory.ldap.view;

import com.unboundid.ldap.sdk.SearchScope;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.pabal.message.Domain;

/// What of the tree a search is about: its base and scope among the domains that its viewer sees.
///
/// @param structure entries of domains and units within it
/// @param domainsOfPeople whose people are within it
/// @param domainsOfGroups whose groups are
record SearchArea(
        List<TreeName> structure, Set<Domain> domainsOfPeople, Set<Domain> domainsOfGroups) {

    /// @param base an entry that is there, or the root for everything
    /// @param visible the domains that the viewer sees
    static SearchArea of(TreeName base, SearchScope scope, List<Domain> visible) {
        List<TreeName> structure = new ArrayList<>();
        Set<Domain> people = new LinkedHashSet<>();
        Set<Domain> groups = new LinkedHashSet<>();
        boolean itself = scope.equals(SearchScope.BASE) || scope.equals(SearchScope.SUB);
        boolean below = !scope.equals(SearchScope.BASE);
        switch (base) {
            case TreeName.Root _, TreeName.OfDomain _ -> {
                for (Domain domain : visible) {
                    if (!isWithin(domain, base)) {
                        continue;
                    }
                    boolean isBase =
                            base instanceof TreeName.OfDomain(var own) && own.equals(domain);
                    if (isBase ? itself : isBelow(domain, base, scope)) {
                        structure.add(new TreeName.OfDomain(domain));
                    }
                    if (below && (isBase || isSubtree(scope))) {
                        structure.add(new TreeName.People(domain));
                        structure.add(new TreeName.Groups(domain));
                    }
                    if (isSubtree(scope)) {
                        people.add(domain);
                        groups.add(domain);
                    }
                }
            }
            case TreeName.People(Domain domain) -> {
                if (itself) {
                    structure.add(base);
                }
                if (below) {
                    people.add(domain);
                }
            }
            case TreeName.Groups(Domain domain) -> {
                if (itself) {
                    structure.add(base);
                }
                if (below) {
                    groups.add(domain);
                }
            }
            case TreeName.Person _, TreeName.Group _ -> {
                if (itself) {
                    structure.add(base);
                }
            }
            case TreeName.Schema _, TreeName.Nothing _ -> {
                // Nothing is below them, and they are no part of the tree.
            }
        }
        return new SearchArea(structure, people, groups);
    }

    /// RFC 4511 §4.5.1.2, and the scope of the draft for subordinate subtrees, which has not the base.
    private static boolean isSubtree(SearchScope scope) {
        return scope.equals(SearchScope.SUB) || scope.equals(SearchScope.SUBORDINATE_SUBTREE);
    }

    private static boolean isWithin(Domain domain, TreeName base) {
        return !(base instanceof TreeName.OfDomain(var top))
                || domain.equals(top)
                || domain.name().endsWith("." + top.name());
    }

    /// One level below the root are the contexts, whose names have several labels each.
    private static boolean isBelow(Domain domain, TreeName base, SearchScope scope) {
        if (isSubtree(scope)) {
            return true;
        }
        return scope.equals(SearchScope.ONE)
                && (!(base instanceof TreeName.OfDomain(var top))
                        || domain.name().indexOf('.')
                                == domain.name().length() - top.name().length() - 1);
    }

    boolean hasPeople(Domain domain) {
        return domainsOfPeople.contains(domain);
    }

    boolean hasGroups(Domain domain) {
        return domainsOfGroups.contains(domain);
    }
}
