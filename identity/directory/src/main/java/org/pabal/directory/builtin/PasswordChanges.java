// SPDX-License-Identifier: Apache-2.0
package org.pabal.directory.builtin;

import java.util.List;
import java.util.Optional;
import org.pabal.directory.Account;
import org.pabal.directory.AccountId;
import org.pabal.directory.DirectoryAdministration.ImportedAccount.Secret;
import org.pabal.directory.DirectoryAdministration.Outcome;
import org.pabal.directory.format.v1.DirectoryFormat;
import org.pabal.directory.format.v1.StoredCredential;
import org.pabal.directory.password.HashingPool;
import org.pabal.directory.password.PasswordHash;
import org.pabal.directory.password.PasswordPolicy;
import org.pabal.message.Address;
import org.pabal.message.UnavailableException;
import org.pabal.sasl.SaslPassword;
import org.pabal.sasl.ScramCredential;
import org.pabal.storage.Change;

/// The main passwords of accounts are set and renewed.
record PasswordChanges(
        DirectoryChanges changes,
        StoredPasswords passwords,
        HashingPool hashing,
        PasswordPolicy policy) {

    Optional<String> policyObjection(Address address, String password) {
        return policy.objection(address, password);
    }

    static Optional<String> objection(Secret secret) {
        return switch (secret) {
            case Secret.Clear(String password) ->
                    SaslPassword.prepare(password).isPresent()
                            ? Optional.empty()
                            : Optional.of(
                                    "the password is empty, longer than "
                                            + SaslPassword.MAX_OCTETS
                                            + " octets or has characters that no client can send");
            case Secret.Hash(String stored) -> objection(stored);
            case Secret.Missing _ -> Optional.empty();
        };
    }

    private static Optional<String> objection(String hash) {
        return PasswordHash.parse(hash) instanceof PasswordHash.Parsed.Unsupported(var why)
                ? Optional.of(why)
                : Optional.empty();
    }

    Outcome change(Address address, String password) {
        Optional<String> objection = policy.objection(address, password);
        if (objection.isPresent()) {
            return new Outcome.Refused(objection.get());
        }
        Optional<Account> account = changes.index().account(address);
        if (account.isEmpty()) {
            return new Outcome.Refused(Sentences.noSuchAccount(address));
        }
        StoredCredential credential = hash(password, like(account.get().id()));
        return set(address, credential);
    }

    Outcome importHash(Address address, String hash) {
        return objection(hash)
                .<Outcome>map(Outcome.Refused::new)
                .orElseGet(() -> set(address, new StoredCredential(hash, Optional.empty())));
    }

    private Outcome set(Address address, StoredCredential credential) {
        return changes.changeAccount(
                address,
                account ->
                        new Plan.Write(
                                List.of(put(account.id(), credential)),
                                _ -> changes.tellLoginChanged(account.id())));
    }

    static Change put(AccountId id, StoredCredential credential) {
        return new Change.Put(DirectoryFormat.credentialKey(id), credential.encode());
    }

    /// Of a new account.
    StoredCredential hash(String password) {
        return hash(password, Optional.empty());
    }

    private StoredCredential hash(String password, Optional<ScramCredential> like) {
        String prepared = SaslPassword.prepare(password).orElseThrow();
        return hashing.call(() -> passwords.make(prepared, like));
    }

    /// App passwords share the salt of the main one, so that SCRAM can tell one for all.
    private Optional<ScramCredential> like(AccountId id) {
        return AppPasswords.scram(changes.store().appPasswords(id));
    }

    /// Replaces a credential that is weaker than the settings while the password is at hand.
    ///
    /// @return the one that is kept
    StoredCredential renewed(Account account, StoredCredential stored, String password) {
        Optional<ScramCredential> like = like(account.id());
        if (!passwords.isWeak(stored, like)) {
            return stored;
        }
        try {
            StoredCredential fresh = hashing.call(() -> passwords.make(password, like));
            Outcome outcome = changes.change(() -> planRenewal(account.id(), stored, fresh));
            return outcome instanceof Outcome.Done ? fresh : stored;
        } catch (UnavailableException full) {
            return stored; // a full disk must not keep people from deleting; the next log-in renews
        }
    }

    private Plan planRenewal(AccountId id, StoredCredential stored, StoredCredential fresh) {
        return changes.store().credential(id).filter(stored::isSameAs).isPresent()
                ? Plan.write(put(id, fresh))
                : new Plan.Refuse("changed meanwhile");
    }
}
