// SPDX-License-Identifier: Apache-2.0
package org.pabal.directory.builtin;

import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.UnaryOperator;
import org.pabal.directory.Account;
import org.pabal.directory.AccountId;
import org.pabal.directory.AccountLimits;
import org.pabal.directory.DirectoryAdministration.ImportedAccount;
import org.pabal.directory.DirectoryAdministration.ImportedAccount.Secret;
import org.pabal.directory.DirectoryAdministration.NewAccount;
import org.pabal.directory.DirectoryAdministration.Outcome;
import org.pabal.directory.Language;
import org.pabal.directory.OwnAlias;
import org.pabal.directory.format.v1.DirectoryFormat;
import org.pabal.directory.format.v1.StoredCredential;
import org.pabal.message.Address;
import org.pabal.storage.Change;

/// Accounts come, change and go.
record AccountChanges(DirectoryChanges changes, PasswordChanges passwords, InstantSource clock) {
    private static final int MAX_DISPLAY_NAME = 255;

    /// Of an account that is about to be added.
    private static final AccountId NOT_YET = new AccountId(0);

    private DirectoryIndex index() {
        return changes.index();
    }

    Outcome add(NewAccount account) {
        Account added = account(account);
        return objection(added)
                .or(() -> passwords.policyObjection(added.address(), account.password()))
                .<Outcome>map(Outcome.Refused::new)
                .orElseGet(() -> add(added, Optional.of(passwords.hash(account.password()))));
    }

    /// As it is to be, without its number.
    static Account account(NewAccount account) {
        return new Account(
                NOT_YET,
                account.address().lookupForm(),
                account.displayName(),
                account.language(),
                account.quotaOctets(),
                account.quotaMessages(),
                true);
    }

    Outcome importAccount(ImportedAccount imported) {
        Account added =
                new Account(
                        NOT_YET,
                        imported.address().lookupForm(),
                        imported.displayName(),
                        imported.language(),
                        imported.quotaOctets(),
                        imported.quotaMessages(),
                        imported.enabled(),
                        imported.role(),
                        imported.host());
        return objection(added)
                .or(() -> PasswordChanges.objection(imported.secret()))
                .<Outcome>map(Outcome.Refused::new)
                .orElseGet(() -> add(added, credential(imported.secret())));
    }

    private Optional<StoredCredential> credential(Secret secret) {
        return switch (secret) {
            case Secret.Clear(String password) -> Optional.of(passwords.hash(password));
            case Secret.Hash(String stored) ->
                    Optional.of(new StoredCredential(stored, Optional.empty()));
            case Secret.Missing _ -> Optional.empty();
        };
    }

    /// What speaks against a new account.
    private Optional<String> objection(Account account) {
        return new NameRules(index()).objection(account.address()).or(() -> formObjection(account));
    }

    /// The same, whoever has the name.
    static Optional<String> formObjection(Account account) {
        return nameObjection(account.address())
                .or(() -> profileObjection(account.displayName()))
                .or(() -> quotaObjection(account.quotaOctets(), account.quotaMessages()));
    }

    /// @param credential none: nobody can log in
    private Outcome add(Account account, Optional<StoredCredential> credential) {
        return changes.change(() ->
                new NameRules(index())
                        .objection(account.address())
                        .<Plan>map(Plan.Refuse::new)
                        .orElseGet(() -> plan(account, credential)));
    }

    Plan.Write plan(Account account, Optional<StoredCredential> credential) {
        AccountId id = changes.nextId();
        Account added = account.withId(id);
        List<Change> all = new ArrayList<>();
        all.add(
                new Change.Put(
                        DirectoryFormat.nextIdKey(), DirectoryFormat.encodeNumber(id.value() + 1)));
        all.add(put(added));
        credential.ifPresent(kept -> all.add(PasswordChanges.put(id, kept)));
        return new Plan.Write(all, index -> index.putAccount(added));
    }

    static Change put(Account account) {
        return new Change.Put(
                DirectoryFormat.accountKey(account.id()), DirectoryFormat.encode(account));
    }

    static Optional<String> nameObjection(Address address) {
        return address.localPart().isEmpty()
                ? Optional.of("an account needs a name before the @")
                : Optional.empty();
    }

    private static Optional<String> profileObjection(String name) {
        return name.length() > MAX_DISPLAY_NAME || name.chars().anyMatch(Character::isISOControl)
                ? Optional.of(
                        "the display name has more than "
                                + MAX_DISPLAY_NAME
                                + " characters or control characters; shorten it")
                : Optional.empty();
    }

    private static Optional<String> quotaObjection(OptionalLong octets, OptionalLong messages) {
        if (octets.orElse(1) < 1) {
            return Optional.of("the quota is less than one octet; leave it out for no limit");
        }
        return messages.orElse(1) < 1
                ? Optional.of("the quota is less than one message; leave it out for no limit")
                : Optional.empty();
    }

    Outcome setQuota(Address address, OptionalLong octets, OptionalLong messages) {
        return quotaObjection(octets, messages)
                .<Outcome>map(Outcome.Refused::new)
                .orElseGet(() -> change(address, account -> account.withQuota(octets, messages)));
    }

    Outcome setProfile(Address address, String displayName, Language language) {
        return profileObjection(displayName)
                .<Outcome>map(Outcome.Refused::new)
                .orElseGet(() ->
                        change(address, account -> account.withProfile(displayName, language)));
    }

    Outcome setLimits(Address address, AccountLimits limits) {
        return limits.isUsable()
                ? change(address, account -> account.withLimits(limits))
                : new Outcome.Refused(
                        "a limit is less than 1 or more than "
                                + AccountLimits.MAX_COUNT
                                + "; leave it out for that of the settings");
    }

    /// Of what sessions that are open need not hear.
    Outcome change(Address address, UnaryOperator<Account> change) {
        return changes.changeAccount(
                address,
                account -> {
                    Account after = change.apply(account);
                    return new Plan.Write(List.of(put(after)), index -> index.putAccount(after));
                });
    }

    /// Of what would leave open sessions wrong: they end.
    Outcome changeForSessions(Address address, UnaryOperator<Account> change) {
        return changes.changeAccount(
                address,
                account -> {
                    Account after = change.apply(account);
                    return new Plan.Write(
                            List.of(put(after)),
                            index -> {
                                index.putAccount(after);
                                changes.tellLoginChanged(after.id());
                            });
                });
    }

    Outcome remove(Address address) {
        return changes.changeAccount(
                address,
                account -> {
                    List<OwnAlias> left = leftBehind(account);
                    return new Plan.Write(
                            removal(account, left),
                            index -> {
                                index.removeAccount(account);
                                left.forEach(index::putOwnAlias);
                                changes.tellLoginChanged(account.id());
                            });
                });
    }

    /// What the person has made is nobody else's for a while.
    private List<OwnAlias> leftBehind(Account account) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
        return index().ownAliases(account.id()).stream()
                .filter(each -> each.givenUp().isEmpty())
                .map(each -> each.withGivenUp(now))
                .toList();
    }

    private List<Change> removal(Account account, List<OwnAlias> left) {
        List<Change> all = new ArrayList<>();
        all.add(new Change.Delete(DirectoryFormat.accountKey(account.id())));
        all.add(new Change.Delete(DirectoryFormat.credentialKey(account.id())));
        index().grants(account.id())
                .forEach(sendAs -> all.add(GrantChanges.delete(account.id(), sendAs)));
        changes.store()
                .appPasswords(account.id())
                .forEach(each -> all.add(AppPasswords.delete(account.id(), each.name())));
        left.forEach(each -> all.add(OwnAliasChanges.put(each)));
        return all;
    }
}
