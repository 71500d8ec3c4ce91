// SPDX-License-Identifier: Apache-2.0
package org.pabal.directory.builtin;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.pabal.directory.Account;
import org.pabal.directory.DirectoryAdministration.Alias;
import org.pabal.directory.DirectoryAdministration.Grant;
import org.pabal.directory.DirectoryAdministration.OldAddress;
import org.pabal.directory.DirectoryAdministration.Outcome;
import org.pabal.directory.Role;
import org.pabal.message.Address;
import org.pabal.storage.Change;

/// An account gets another address, and whatever names it follows, in one durable change.
record Renaming(DirectoryChanges changes) {
    private DirectoryIndex index() {
        return changes.index();
    }

    Outcome rename(Address from, Address to, OldAddress old) {
        return changes.changeAccount(from, account -> plan(account, to.lookupForm(), old));
    }

    private Plan plan(Account before, Address to, OldAddress old) {
        Optional<String> objection =
                AccountChanges.nameObjection(to)
                        .or(() -> new NameRules(index()).objection(to))
                        .or(() -> roleObjection(before, to));
        if (objection.isPresent()) {
            return new Plan.Refuse(objection.get());
        }
        Account after = before.withAddress(to);
        Optional<Alias> kept =
                old == OldAddress.KEPT
                        ? Optional.of(new Alias(before.address(), List.of(to)))
                        : Optional.empty();
        Steps steps = new Steps(new ArrayList<>(), new ArrayList<>());
        steps.add(AccountChanges.put(after), index -> index.moveAccount(before, after, kept));
        kept.ifPresent(alias -> steps.changes.add(AliasChanges.put(alias)));
        aliases(before.address(), to, steps);
        grants(before.address(), to, old, steps);
        steps.add(_ -> changes.tellLoginChanged(after.id()));
        return new Plan.Write(List.copyOf(steps.changes), steps::take);
    }

    /// What is to be made durable, and how the index follows.
    private record Steps(List<Change> changes, List<Consumer<DirectoryIndex>> takes) {
        void add(Change change, Consumer<DirectoryIndex> take) {
            changes.add(change);
            takes.add(take);
        }

        void add(Consumer<DirectoryIndex> take) {
            takes.add(take);
        }

        void take(DirectoryIndex index) {
            takes.forEach(take -> take.accept(index));
        }
    }

    private static Optional<String> roleObjection(Account account, Address to) {
        return account.role() == Role.DOMAIN_ADMINISTRATOR
                        && !account.address().domain().equals(to.domain())
                ? Optional.of(
                        account.address()
                                + " administers its domain and would administer another; make it a"
                                + " user first: pabal account role "
                                + account.address()
                                + " user")
                : Optional.empty();
    }

    private void aliases(Address from, Address to, Steps steps) {
        for (Alias alias : index().aliases()) {
            Alias after =
                    new Alias(
                            alias.address(),
                            alias.targets().stream().map(each -> moved(each, from, to)).toList(),
                            alias.owner().map(each -> moved(each, from, to)),
                            alias.senders());
            if (!after.equals(alias)) {
                steps.add(AliasChanges.put(after), index -> index.putAlias(after));
            }
        }
    }

    private static Address moved(Address each, Address from, Address to) {
        return each.lookupForm().equals(from) ? to : each;
    }

    /// Who may write from the old address may write from the new one.
    private void grants(Address from, Address to, OldAddress old, Steps steps) {
        for (Grant grant : new GrantChanges(changes).all()) {
            if (!grant.sendAs().equals(from)) {
                continue;
            }
            Account grantee = index().account(grant.account()).orElseThrow();
            steps.add(GrantChanges.put(grantee, to), index -> index.putGrant(grantee.id(), to));
            if (old == OldAddress.GIVEN_UP) {
                steps.add(
                        GrantChanges.delete(grantee.id(), from),
                        index -> index.removeGrant(grantee.id(), from));
            }
        }
    }
}
