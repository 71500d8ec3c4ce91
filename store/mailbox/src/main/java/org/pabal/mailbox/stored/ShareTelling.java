// SPDX-License-Identifier: Apache-2.0
package org.pabal.mailbox.stored;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.pabal.directory.AccountId;
import org.pabal.directory.GroupId;
import org.pabal.mailbox.Acl;
import org.pabal.mailbox.Grantee;
import org.pabal.mailbox.Rights;

/// Whom a change of an ACL concerns, and what each of them could do before and can do now. RFC 9670 §3.
///
/// That is who is named in it, and who belongs at that moment to a group whose rights change: not the
/// owner, and of a group's members not who made the change. What is given to anyone is told to nobody.
///
/// @param by who made the change
record ShareTelling(AccountId owner, AccountId by, Memberships memberships, Acl before, Acl after) {
    /// Members of one group; those of a larger one are told nothing.
    static final int MAX_MEMBERS = 1_000;

    /// What one of them could do, and can do.
    record Told(AccountId who, Rights before, Rights after) {}

    List<Told> all() {
        List<Told> told = new ArrayList<>();
        for (AccountId each : concerned()) {
            Rights was = before.rightsOf(as(each, before));
            Rights is = after.rightsOf(as(each, after));
            if (!was.equals(is)) {
                told.add(new Told(each, was, is));
            }
        }
        return told;
    }

    private Set<AccountId> concerned() {
        Set<Grantee> named = new TreeSet<>();
        Stream.of(before, after)
                .forEach(acl -> {
                    named.addAll(acl.given().keySet());
                    named.addAll(acl.withheld().keySet());
                });
        Set<AccountId> concerned = new HashSet<>();
        for (Grantee each : named) {
            switch (each) {
                case Grantee.Anyone _ -> {}
                case Grantee.Account(AccountId id) -> concerned.add(id);
                case Grantee.Group(GroupId id) -> {
                    if (isChanged(each)) {
                        concerned.addAll(members(id));
                    }
                }
            }
        }
        concerned.remove(owner);
        return concerned;
    }

    private boolean isChanged(Grantee grantee) {
        return !before.givenTo(grantee).equals(after.givenTo(grantee))
                || !before.withheldFrom(grantee).equals(after.withheldFrom(grantee));
    }

    private List<AccountId> members(GroupId group) {
        return memberships
                .known(group)
                .filter(members -> members.size() <= MAX_MEMBERS)
                .orElse(Set.of())
                .stream()
                .filter(each -> !each.equals(by))
                .toList();
    }

    private List<Grantee> as(AccountId who, Acl acl) {
        List<Grantee> as = new ArrayList<>();
        as.add(new Grantee.Account(who));
        acl.groups().stream()
                .filter(group -> memberships.known(group).orElse(Set.of()).contains(who))
                .forEach(group -> as.add(new Grantee.Group(group)));
        return as;
    }
}
