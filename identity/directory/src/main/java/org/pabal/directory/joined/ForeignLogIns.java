// SPDX-License-Identifier: Apache-2.0
package org.pabal.directory.joined;

import java.util.Optional;
import org.pabal.directory.Account;
import org.pabal.directory.AccountId;
import org.pabal.directory.LoginContext;
import org.pabal.directory.builtin.BuiltInDirectory;
import org.pabal.directory.format.v1.RegisteredAccount;
import org.pabal.message.Address;
import org.pabal.sasl.SaslPassword;

/// How people of the sources log in: who a name is, and whether a password is right.
final class ForeignLogIns {
    private final BuiltInDirectory builtIn;
    private final JoinedConfig config;
    private final Register register;
    private final ForeignAccounts accounts;

    ForeignLogIns(
            BuiltInDirectory builtIn,
            JoinedConfig config,
            Register register,
            ForeignAccounts accounts) {
        this.builtIn = builtIn;
        this.config = config;
        this.register = register;
        this.accounts = accounts;
    }

    Optional<Account> find(String login, LoginContext context) {
        Optional<Address> address = address(login, context);
        return address.flatMap(known ->
                accounts.of(known.domain())
                        .flatMap(source -> source.questions().findByLogin(known))
                        .flatMap(register::account)
                        .map(config::account));
    }

    private Optional<Address> address(String login, LoginContext context) {
        return builtIn.loginNames().address(login, context).map(accounts::real);
    }

    /// Of a source's names those are told that are remembered: a failed log-in is no reason to ask
    /// for its name in all domains.
    String explain(String login, LoginContext context) {
        return builtIn.explain(login, context, this::isRemembered);
    }

    private boolean isRemembered(Address address) {
        return builtIn.account(address)
                .or(() ->
                        accounts.of(address.domain())
                                .flatMap(source ->
                                        source.questions().remembered(accounts.real(address)))
                                .flatMap(register::account)
                                .map(config::account))
                .filter(Account::enabled)
                .isPresent();
    }

    /// What SCRAM may be announced although the sources keep no keys for it.
    boolean offersScram() {
        return config.offersScram();
    }

    /// Judges the password of a name that the built-in directory does not have.
    ///
    /// @return empty when no source has names of its kind, either
    Optional<Boolean> isRight(String login, String password, LoginContext context) {
        Optional<Address> address = address(login, context);
        Optional<Attached> source = address.flatMap(accounts::of);
        return source.map(knowing -> isRight(knowing, address.orElseThrow(), password));
    }

    private boolean isRight(Attached source, Address address, String password) {
        Optional<String> prepared = SaslPassword.prepare(password).filter(text -> !text.isEmpty());
        if (prepared.isEmpty()) {
            return false;
        }
        Optional<RegisteredAccount> known = registered(source.questions().findByLogin(address));
        if (source.passwords().isRight(known, prepared.get())) {
            return true;
        }
        // What was remembered of the name may be old: it is new there, or has moved within it.
        Optional<RegisteredAccount> now = registered(source.questions().findByLoginAnew(address));
        return !now.equals(known) && source.passwords().isRight(now, prepared.get());
    }

    private Optional<RegisteredAccount> registered(Optional<AccountId> id) {
        return id.flatMap(register::account);
    }
}
