// SPDX-License-Identifier: Apache-2.0
package org.pabal.directory.builtin;

import java.util.ArrayList;
import java.util.List;
import org.pabal.directory.Account;
import org.pabal.directory.AccountId;
import org.pabal.directory.DirectoryAdministration.Grant;
import org.pabal.directory.DirectoryAdministration.Outcome;
import org.pabal.directory.format.v1.DirectoryFormat;
import org.pabal.message.Address;
import org.pabal.storage.Change;

/// What accounts may write from besides their own addresses.
record GrantChanges(DirectoryChanges changes) {
    private static final int MAX_GRANTS = 1_000;

    private DirectoryIndex index() {
        return changes.index();
    }

    Outcome grant(Grant grant) {
        Address sendAs = grant.sendAs().lookupForm();
        return changes.changeAccount(grant.account(), account -> plan(account, sendAs));
    }

    /// Also of an account of another directory.
    Outcome grant(Account account, Address sendAs) {
        return changes.change(() -> plan(account, sendAs.lookupForm()));
    }

    private Plan plan(Account account, Address sendAs) {
        if (index().owns(account.id(), sendAs)) {
            return new Plan.Refuse(
                    account.address() + " may write from " + Sentences.shown(sendAs) + " already");
        }
        if (index().grants(account.id()).size() >= MAX_GRANTS) {
            return new Plan.Refuse(
                    account.address()
                            + " has "
                            + MAX_GRANTS
                            + " grants; grant a whole domain instead: @DOMAIN");
        }
        return new Plan.Write(
                List.of(put(account, sendAs)), index -> index.putGrant(account.id(), sendAs));
    }

    static Change put(Account account, Address sendAs) {
        return new Change.Put(
                DirectoryFormat.grantKey(account.id(), sendAs), DirectoryFormat.encodePresence());
    }

    static Change delete(AccountId id, Address sendAs) {
        return new Change.Delete(DirectoryFormat.grantKey(id, sendAs));
    }

    Outcome revoke(Grant grant) {
        Address sendAs = grant.sendAs().lookupForm();
        return changes.changeAccount(grant.account(), account -> planRevocation(account, sendAs));
    }

    /// Also of an account of another directory.
    Outcome revoke(Account account, Address sendAs) {
        return changes.change(() -> planRevocation(account, sendAs.lookupForm()));
    }

    private Plan planRevocation(Account account, Address sendAs) {
        return index().grants(account.id()).contains(sendAs)
                ? new Plan.Write(
                        List.of(delete(account.id(), sendAs)),
                        index -> index.removeGrant(account.id(), sendAs))
                : new Plan.Refuse(
                        account.address()
                                + " has no grant of "
                                + Sentences.shown(sendAs)
                                + "; pabal account grants shows them");
    }

    List<Grant> all() {
        List<Grant> grants = new ArrayList<>();
        for (Account account : index().accounts()) {
            index().grants(account.id())
                    .forEach(sendAs -> grants.add(new Grant(account.address(), sendAs)));
        }
        return List.copyOf(grants);
    }
}
