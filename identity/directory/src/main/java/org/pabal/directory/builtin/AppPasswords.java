// SPDX-License-Identifier: Apache-2.0
package org.pabal.directory.builtin;

import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.pabal.directory.Account;
import org.pabal.directory.AccountId;
import org.pabal.directory.AppPassword;
import org.pabal.directory.AppPassword.Issue;
import org.pabal.directory.DirectoryAdministration.Outcome;
import org.pabal.directory.LoginService;
import org.pabal.directory.format.v1.DirectoryFormat;
import org.pabal.directory.format.v1.StoredAppPassword;
import org.pabal.directory.format.v1.StoredCredential;
import org.pabal.directory.password.HashingPool;
import org.pabal.message.Address;
import org.pabal.sasl.LoginFailure;
import org.pabal.sasl.ScramCredential;
import org.pabal.storage.Change;

/// App passwords are issued, found and taken back.
record AppPasswords(
        DirectoryChanges changes,
        StoredPasswords passwords,
        HashingPool hashing,
        SecureRandom random,
        InstantSource clock,
        LastUses lastUses) {
    static final int MAX_OF_ACCOUNT = 50;
    private static final int MAX_NAME = 100;
    private static final Duration MIN_VALID = Duration.ofMinutes(1);
    private static final Duration MAX_VALID = Duration.ofDays(36_525);

    Issue issue(
            Address address, String name, Set<LoginService> scope, Optional<Duration> validFor) {
        Optional<Account> account = changes.index().account(address);
        if (account.isEmpty()) {
            return new Issue.Refused(Sentences.noSuchAccount(address));
        }
        Optional<String> objection = objection(name, scope, validFor);
        if (objection.isPresent()) {
            return new Issue.Refused(objection.get());
        }
        Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
        String letters = AppPasswordText.make(random);
        AppPassword kept =
                new AppPassword(name, scope, now, validFor.map(now::plus), Optional.empty());
        StoredAppPassword stored = stored(kept, letters, like(account.get().id()));
        return switch (changes.changeAccount(address, found -> plan(found, stored))) {
            case Outcome.Done _ -> new Issue.Issued(AppPasswordText.shown(letters), kept);
            case Outcome.Refused(var reason) -> new Issue.Refused(reason);
        };
    }

    private static Optional<String> objection(
            String name, Set<LoginService> scope, Optional<Duration> validFor) {
        if (name.isBlank()
                || name.length() > MAX_NAME
                || name.chars().anyMatch(Character::isISOControl)) {
            return Optional.of(
                    "an app password needs a name of 1 to "
                            + MAX_NAME
                            + " characters, such as that of the program that gets it");
        }
        if (scope.isEmpty() || !AppPassword.EVERYWHERE.containsAll(scope)) {
            return Optional.of(
                    "an app password is good for one or more of "
                            + String.join(
                                    ", ",
                                    AppPassword.EVERYWHERE.stream()
                                            .map(LoginService::word)
                                            .sorted()
                                            .toList()));
        }
        return validFor.filter(
                        time -> time.compareTo(MIN_VALID) < 0 || time.compareTo(MAX_VALID) > 0)
                .map(_ -> "an app password is good for a minute to a hundred years, or for good");
    }

    private StoredAppPassword stored(
            AppPassword kept, String letters, Optional<ScramCredential> like) {
        byte[] salt = passwords.salt();
        return new StoredAppPassword(
                kept,
                salt,
                AppPasswordText.hash(salt, letters),
                hashing.call(() -> passwords.scram(AppPasswordText.shown(letters), like)));
    }

    /// All passwords of an account share the salt of SCRAM.
    private Optional<ScramCredential> like(AccountId id) {
        return changes.store()
                .credential(id)
                .flatMap(StoredCredential::scram)
                .or(() -> scram(changes.store().appPasswords(id)));
    }

    static Optional<ScramCredential> scram(List<StoredAppPassword> stored) {
        return stored.stream().map(StoredAppPassword::scram).findFirst();
    }

    /// Whether one salt and count of iterations, told to a client, serves both.
    static boolean areAlike(ScramCredential one, ScramCredential other) {
        return one.iterations() == other.iterations()
                && one.hash() == other.hash()
                && MessageDigest.isEqual(one.salt(), other.salt());
    }

    private Plan plan(Account account, StoredAppPassword stored) {
        List<StoredAppPassword> before = changes.store().appPasswords(account.id());
        if (before.size() >= MAX_OF_ACCOUNT) {
            return new Plan.Refuse(
                    account.address()
                            + " has "
                            + MAX_OF_ACCOUNT
                            + " app passwords; revoke those that are not used any more");
        }
        if (before.stream().anyMatch(each -> each.name().equals(stored.name()))) {
            return new Plan.Refuse(
                    account.address()
                            + " has an app password of that name; choose another name, or revoke"
                            + " the old one first");
        }
        return Plan.write(put(account.id(), stored));
    }

    static Change put(AccountId id, StoredAppPassword stored) {
        return new Change.Put(DirectoryFormat.appPasswordKey(id, stored.name()), stored.encode());
    }

    static Change delete(AccountId id, String name) {
        return new Change.Delete(DirectoryFormat.appPasswordKey(id, name));
    }

    List<AppPassword> list(Address address) {
        return changes.index().account(address).map(Account::id).stream()
                .flatMap(id ->
                        changes.store().appPasswords(id).stream()
                                .map(stored -> lastUses.shown(id, stored)))
                .toList();
    }

    Outcome revoke(Address address, String name) {
        return changes.changeAccount(
                address,
                account ->
                        changes.store().appPasswords(account.id()).stream()
                                        .noneMatch(each -> each.name().equals(name))
                                ? new Plan.Refuse(
                                        account.address()
                                                + " has no app password of that name; pabal account"
                                                + " app-password list shows them")
                                : new Plan.Write(
                                        List.of(delete(account.id(), name)),
                                        _ -> changes.tellAppPasswordEnded(account.id())));
    }

    /// Whether a password is one of the account's app passwords and good for the service. Of as much
    /// work for an account that is not there (THREATS A02).
    boolean verify(Optional<Account> account, String password, LoginService service) {
        Optional<StoredAppPassword> right =
                find(account, password)
                        .filter(each -> each.shown().isGoodFor(service, clock.instant()));
        if (right.isEmpty() || account.isEmpty() || !account.get().enabled()) {
            return false;
        }
        lastUses.used(account.get().id(), right.get().name());
        return true;
    }

    private Optional<StoredAppPassword> find(Optional<Account> account, String password) {
        Optional<String> letters = AppPasswordText.letters(password);
        if (letters.isEmpty()) {
            return Optional.empty();
        }
        AccountId id = account.map(Account::id).orElse(new AccountId(0));
        return changes.store().appPasswords(id).stream()
                .filter(each ->
                        MessageDigest.isEqual(
                                each.hash(), AppPasswordText.hash(each.salt(), letters.get())))
                .findFirst();
    }

    /// Why a password is not taken that is one of the account's; empty for one that is none of them.
    String objection(Optional<Account> account, String password, LoginService service) {
        return find(account, password)
                .map(each ->
                        each.shown().scope().contains(service)
                                ? LoginFailure.APP_PASSWORD_EXPIRED.sentence()
                                : LoginFailure.APP_PASSWORD_ELSEWHERE.sentence()
                                        + " "
                                        + service.word())
                .orElse("");
    }

    /// What SCRAM can prove besides the credential that was told.
    List<ScramCredential> scram(AccountId id, ScramCredential told, LoginService service) {
        Instant now = clock.instant();
        return changes.store().appPasswords(id).stream()
                .filter(each -> each.shown().isGoodFor(service, now))
                .map(StoredAppPassword::scram)
                .filter(scram -> areAlike(scram, told))
                .toList();
    }

    /// @return whether it was an app password that SCRAM has proved
    boolean proved(AccountId id, ScramCredential by) {
        Optional<StoredAppPassword> used =
                changes.store().appPasswords(id).stream()
                        .filter(each ->
                                MessageDigest.isEqual(each.scram().storedKey(), by.storedKey()))
                        .findFirst();
        used.ifPresent(each -> lastUses.used(id, each.name()));
        return used.isPresent();
    }
}
