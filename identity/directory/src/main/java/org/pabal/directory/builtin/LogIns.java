// SPDX-License-Identifier: Apache-2.0
package org.pabal.directory.builtin;

import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.pabal.directory.Account;
import org.pabal.directory.AccountId;
import org.pabal.directory.LoginContext;
import org.pabal.directory.LoginNames;
import org.pabal.directory.LoginRule;
import org.pabal.directory.LoginService;
import org.pabal.directory.format.v1.StoredCredential;
import org.pabal.directory.password.HashingPool;
import org.pabal.message.Address;
import org.pabal.message.Domain;
import org.pabal.sasl.LoginFailure;
import org.pabal.sasl.SaslPassword;
import org.pabal.sasl.ScramCredential;

/// Who proves to be whom.
record LogIns(
        DirectoryChanges changes,
        StoredPasswords passwords,
        HashingPool hashing,
        PasswordChanges renewals,
        AppPasswords appPasswords,
        RememberedLogins remembered,
        UnknownNames unknownNames,
        Predicate<Domain> onlyAppPasswords) {

    /// With which password somebody has proved to be an account.
    enum Proof {
        NONE,
        MAIN_PASSWORD,
        APP_PASSWORD
    }

    Optional<Account> find(String login, LoginContext context) {
        return address(login, context).flatMap(changes.index()::account);
    }

    Optional<Address> address(String login, LoginContext context) {
        return new LoginNames(changes.index()).address(login, context);
    }

    /// The same work for an unknown name, a wrong password and a disabled account (THREATS A02).
    Proof verify(Optional<Account> account, String password, LoginService service) {
        Optional<String> prepared = SaslPassword.prepare(password);
        if (prepared.isEmpty()) {
            return Proof.NONE;
        }
        if (appPasswords.verify(account, prepared.get(), service)) {
            return Proof.APP_PASSWORD;
        }
        return verifyMain(account, prepared.get(), service) ? Proof.MAIN_PASSWORD : Proof.NONE;
    }

    /// A main password that is not taken at the service is not looked at there: nobody can find it
    /// by the time that it takes.
    private boolean verifyMain(Optional<Account> account, String password, LoginService service) {
        Optional<StoredCredential> stored =
                account.flatMap(found -> changes.store().credential(found.id()));
        if (account.isEmpty() || stored.isEmpty() || !takesMainPassword(account.get(), service)) {
            hashing.call(() -> {
                passwords.burn(password);
                return false;
            });
            return false;
        }
        return verify(account.get(), stored.get(), password);
    }

    private boolean takesMainPassword(Account account, LoginService service) {
        LoginRule rule =
                onlyAppPasswords.test(account.address().domain())
                        ? LoginRule.APP_PASSWORDS_ONLY
                        : account.loginRule();
        return rule.takesMainPassword(service);
    }

    private boolean verify(Account account, StoredCredential stored, String password) {
        if (account.enabled() && remembered.isRight(account.id(), stored.hash(), password)) {
            return true;
        }
        boolean right = hashing.call(() -> passwords.verify(stored, password));
        if (!right || !account.enabled()) {
            return false;
        }
        StoredCredential kept = renewals.renewed(account, stored, password);
        remembered.remember(account.id(), kept.hash(), password);
        return true;
    }

    /// What is told to a client of SCRAM: the main password's, or where that is not taken, the salt
    /// that the app passwords share with it, and keys that nothing fits.
    ScramCredential scram(String login, LoginContext context) {
        Optional<Address> address = address(login, context);
        String name = address.map(Address::toString).orElse(login);
        Optional<Account> account =
                address.flatMap(changes.index()::account).filter(Account::enabled);
        if (account.isEmpty()) {
            return unknownNames.scram(name);
        }
        AccountId id = account.get().id();
        Optional<ScramCredential> main =
                changes.store().credential(id).flatMap(StoredCredential::scram);
        if (main.isPresent() && takesMainPassword(account.get(), context.service())) {
            return main.get();
        }
        return main.or(() -> AppPasswords.scram(changes.store().appPasswords(id)))
                .map(like -> unknownNames.scram(name, like))
                .orElseGet(() -> unknownNames.scram(name));
    }

    List<ScramCredential> moreScram(String login, ScramCredential told, LoginContext context) {
        return find(login, context)
                .filter(Account::enabled)
                .map(account -> appPasswords.scram(account.id(), told, context.service()))
                .orElse(List.of());
    }

    Proof proved(String login, ScramCredential by, LoginContext context) {
        return find(login, context)
                        .filter(account -> appPasswords.proved(account.id(), by))
                        .isPresent()
                ? Proof.APP_PASSWORD
                : Proof.MAIN_PASSWORD;
    }

    /// One sentence for the log of a failed log-in; empty when there is nothing to add.
    String explain(String login, LoginContext context) {
        DirectoryIndex index = changes.index();
        return explain(
                login,
                context,
                address -> index.account(address).filter(Account::enabled).isPresent());
    }

    /// @param isAccount whether an address is that of an account that may log in
    String explain(String login, LoginContext context, Predicate<Address> isAccount) {
        String names = new LoginNames(changes.index()).explain(login, context, isAccount);
        boolean appPasswordsOnly =
                find(login, context)
                        .filter(found -> !takesMainPassword(found, context.service()))
                        .isPresent();
        return names.isEmpty() && appPasswordsOnly
                ? LoginFailure.APP_PASSWORDS_ONLY.sentence() + " " + context.service().word()
                : names;
    }
}
