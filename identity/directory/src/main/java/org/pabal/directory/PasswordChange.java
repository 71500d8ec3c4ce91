// SPDX-License-Identifier: Apache-2.0
package org.pabal.directory;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.pabal.message.Address;
import org.pabal.sasl.SaslChannel;
import org.pabal.sasl.SaslMechanisms;
import org.pabal.sasl.SaslServerMechanism;
import org.pabal.sasl.SaslStep;

/// Changes passwords, the same way for every door: the policy is asked, the new password made
/// durable, and a real log-in tried with it. Only then is it changed. Safe for use by many threads.
public final class PasswordChange {
    private final DirectoryAdministration directory;

    public PasswordChange(DirectoryAdministration directory) {
        this.directory = directory;
    }

    /// What became of it.
    public sealed interface Outcome {

        /// Durable, and a log-in with it has worked (for a disabled account: none is let in).
        record Changed() implements Outcome {}

        /// The old password still holds.
        ///
        /// @param reason one sentence that says what is wrong and what to do
        record Refused(String reason) implements Outcome {}

        /// The new password was made durable, but no log-in works with it: nobody is to be told that
        /// all is well.
        ///
        /// @param reason one sentence for the operator
        record NotWorking(String reason) implements Outcome {}
    }

    /// Proves who asks, as any door does.
    ///
    /// @param login as typed
    /// @return the account; empty for a wrong password, an unknown name and a disabled account
    public Optional<Account> prove(String login, String password, LoginContext context) {
        return logIn(login, password, context) instanceof SaslStep.Success
                ? directory.findByLogin(login, context).filter(Account::enabled)
                : Optional.empty();
    }

    /// @param password clear text; never kept
    /// @throws org.pabal.message.UnavailableException when it is not known what became of it
    public Outcome change(Address address, String password) {
        if (directory.changePassword(address, password)
                instanceof DirectoryAdministration.Outcome.Refused(var reason)) {
            return new Outcome.Refused(reason);
        }
        LoginContext anyone = new LoginContext(Optional.empty());
        Optional<Account> account = directory.findByLogin(address.toString(), anyone);
        if (account.isPresent() && !account.get().enabled()) {
            return new Outcome.Changed();
        }
        return switch (logIn(address.toString(), password, anyone)) {
            case SaslStep.Success _ when account.isPresent() -> new Outcome.Changed();
            case SaslStep.Refused(_, var reason) -> notWorking(address, reason);
            case SaslStep.Malformed(var reason) -> notWorking(address, reason);
            case SaslStep.Success _, SaslStep.Challenge _ ->
                    notWorking(address, "no account is found by this name");
        };
    }

    private static Outcome notWorking(Address address, String reason) {
        return new Outcome.NotWorking(
                "the new password of "
                        + address
                        + " was stored, but a log-in with it fails ("
                        + reason
                        + "); set it once more");
    }

    private SaslStep logIn(String login, String password, LoginContext context) {
        SaslServerMechanism plain =
                SaslMechanisms.start("PLAIN", directory.credentials(context), SaslChannel.PLAIN)
                        .orElseThrow();
        return plain.step(('\0' + login + '\0' + password).getBytes(StandardCharsets.UTF_8));
    }
}
