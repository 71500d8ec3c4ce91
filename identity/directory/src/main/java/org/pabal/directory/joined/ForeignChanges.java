// SPDX-License-Identifier: Apache-2.0
package org.pabal.directory.joined;

import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import org.pabal.directory.AccountId;
import org.pabal.directory.DirectoryAdministration.Outcome;
import org.pabal.directory.DirectoryAdministration.PasswordWatch;
import org.pabal.directory.builtin.BuiltInDirectory;
import org.pabal.directory.format.v1.RegisteredAccount;
import org.pabal.directory.source.SourceAccount;
import org.pabal.directory.source.SourceChange;
import org.pabal.message.Address;
import org.pabal.sasl.SaslPassword;

/// Changes of accounts that sources have: what a source says of an account is changed there, what is
/// kept here of it is changed here.
final class ForeignChanges {
    private static final Outcome DONE = new Outcome.Done();

    private final BuiltInDirectory builtIn;
    private final Register register;
    private final ForeignAccounts accounts;
    private final Consumer<AccountId> loginChanged;
    private volatile PasswordWatch watch = PasswordWatch.NONE;

    /// @param loginChanged is told whose log-in or host is another
    ForeignChanges(
            BuiltInDirectory builtIn,
            Register register,
            ForeignAccounts accounts,
            Consumer<AccountId> loginChanged) {
        this.builtIn = builtIn;
        this.register = register;
        this.accounts = accounts;
        this.loginChanged = loginChanged;
    }

    void watchPasswords(PasswordWatch other) {
        watch = other;
    }

    private Attached source(Address address) {
        return accounts.of(address).orElseThrow();
    }

    /// Empty where no source has, or has had, an account of the address.
    Optional<Outcome> remove(Address address) {
        Optional<Outcome> refused = accounts.stillThere(address);
        if (refused.isPresent()) {
            return refused;
        }
        Optional<RegisteredAccount> forgotten = accounts.forgotten(address);
        forgotten.ifPresent(register::remove);
        return forgotten.map(_ -> DONE);
    }

    Outcome setQuota(RegisteredAccount account, OptionalLong octets, OptionalLong messages) {
        SourceAccount known = account.known();
        if (known.quotaOctets().isPresent() || known.quotaMessages().isPresent()) {
            return ForeignAccounts.elsewhere(account, "quota");
        }
        if (octets.orElse(1) < 1 || messages.orElse(1) < 1) {
            return ForeignAccounts.refused("a quota is at least 1; leave it out for no limit");
        }
        register.renew(account.id(), before -> before.withQuota(octets, messages));
        return DONE;
    }

    Outcome setHost(Address address, RegisteredAccount account, Optional<String> host) {
        Attached source = source(address);
        Outcome outcome = outcome(source.source().changeHost(account.known(), host));
        if (outcome instanceof Outcome.Done) {
            noteHost(source, account, host);
        }
        return outcome;
    }

    /// Another host has changed it there.
    void noteHost(Address address, RegisteredAccount account, Optional<String> host) {
        noteHost(source(address), account, host);
    }

    private void noteHost(Attached source, RegisteredAccount account, Optional<String> host) {
        register.renew(account.id(), before -> before.with(before.known().withHost(host)));
        source.questions().flush();
        loginChanged.accept(account.id());
    }

    Outcome changePassword(
            Address address, RegisteredAccount account, Optional<String> old, String password) {
        Attached source = source(address);
        return builtIn.passwordObjection(address, password)
                .map(ForeignAccounts::refused)
                .orElseGet(() ->
                        watch.around(
                                account.id(),
                                () -> changePassword(source, account, old, password)));
    }

    private Outcome changePassword(
            Attached source, RegisteredAccount foreign, Optional<String> old, String password) {
        AccountId id = foreign.id();
        Passwords passwords = source.passwords();
        boolean refused = false;
        try {
            Outcome outcome =
                    outcome(
                            source.source()
                                    .changePassword(
                                            foreign.known(),
                                            old.flatMap(SaslPassword::prepare),
                                            SaslPassword.prepare(password).orElseThrow()));
            refused = outcome instanceof Outcome.Refused;
            return outcome;
        } finally {
            passwords.changed(id); // also when it is not known what became of it
            if (!refused) {
                loginChanged.accept(id);
            }
        }
    }

    private static Outcome outcome(SourceChange change) {
        return switch (change) {
            case SourceChange.Done _ -> DONE;
            case SourceChange.Refused(var reason) -> ForeignAccounts.refused(reason);
        };
    }
}
