// SPDX-License-Identifier: Apache-2.0
package org.pabal.directory.builtin;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.pabal.directory.Account;
import org.pabal.directory.DirectoryAdministration.NewAccount;
import org.pabal.directory.DirectoryAdministration.Outcome;
import org.pabal.directory.Role;
import org.pabal.directory.format.v1.StoredCredential;
import org.pabal.message.Address;
import org.pabal.message.Domain;
import org.pabal.storage.Change;

/// The account that administers everything comes to a directory that has none, with its domain: one
/// commit, so that no kill leaves the one without the other, and of two that are asked for at once only
/// one comes.
record FirstAdministrator(DirectoryChanges changes, AccountChanges accounts) {

    Outcome add(NewAccount asked) {
        Account added = AccountChanges.account(asked).withRole(Role.ADMINISTRATOR);
        return objection(added.address())
                .or(() -> AccountChanges.formObjection(added))
                .or(() -> accounts.passwords().policyObjection(added.address(), asked.password()))
                .<Outcome>map(Outcome.Refused::new)
                .orElseGet(() -> add(added, accounts.passwords().hash(asked.password())));
    }

    private Outcome add(Account added, StoredCredential credential) {
        return changes.change(() ->
                objection(added.address())
                        .<Plan>map(Plan.Refuse::new)
                        .orElseGet(() -> plan(added, credential)));
    }

    private Optional<String> objection(Address address) {
        return changes.index().accounts().stream()
                        .anyMatch(account -> account.role() == Role.ADMINISTRATOR)
                ? Optional.of("there is an administrator already; sign in as this one")
                : new NameRules(changes.index()).objectionWithDomain(address);
    }

    private Plan plan(Account added, StoredCredential credential) {
        Plan.Write account = accounts.plan(added, Optional.of(credential));
        Domain domain = added.address().domain();
        if (changes.index().isReal(domain)) {
            return account;
        }
        List<Change> both = new ArrayList<>(account.changes());
        both.add(DomainChanges.put(domain));
        return new Plan.Write(
                both,
                index -> {
                    index.putDomain(domain);
                    account.take().accept(index);
                });
    }
}
