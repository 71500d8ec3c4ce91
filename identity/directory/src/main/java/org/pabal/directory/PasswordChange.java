// SPDX-License-Identifier: Apache-2.0
package org.pabal.directory;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.pabal.message.Address;
import org.pabal.sasl.Credentials;
import org.pabal.sasl.LoginAttempt;
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

    /// Whether it is known who asks.
    public sealed interface Proof {
        record Proven(Account account) implements Proof {}

        /// A wrong password, an unknown name, a disabled account.
        ///
        /// @param reason for the log alone
        record Refused(String reason) implements Proof {}
    }

    /// Proves who asks, as any door does.
    ///
    /// @param login as typed
    /// @param attempt which the one who asks concludes
    public Proof prove(String login, String password, LoginContext context, LoginAttempt attempt) {
        return proof(login, password, context, attempt.watch(directory.credentials(context)));
    }

    /// As above for an administrator, whose tries are counted nowhere.
    public Proof prove(String login, String password, LoginContext context) {
        return proof(login, password, context, directory.credentials(context));
    }

    private Proof proof(
            String login, String password, LoginContext context, Credentials credentials) {
        return switch (logIn(login, password, credentials)) {
            case SaslStep.Success _ ->
                    directory
                            .findByLogin(login, context)
                            .filter(Account::enabled)
                            .<Proof>map(Proof.Proven::new)
                            .orElseGet(() -> new Proof.Refused("the account is gone"));
            case SaslStep.Refused(_, var reason) -> new Proof.Refused(reason);
            case SaslStep.Malformed(var reason) -> new Proof.Refused(reason);
            case SaslStep.Challenge _ -> new Proof.Refused("a challenge where none can be");
        };
    }

    /// @param password clear text; never kept
    /// @throws org.pabal.message.UnavailableException when it is not known what became of it
    public Outcome change(Address address, String password) {
        return tried(address, password, directory.changePassword(address, password));
    }

    /// As above, by the owner.
    ///
    /// @param oldPassword just proved
    public Outcome change(Address address, String oldPassword, String password) {
        return tried(address, password, directory.changePassword(address, oldPassword, password));
    }

    private Outcome tried(
            Address address, String password, DirectoryAdministration.Outcome outcome) {
        if (outcome instanceof DirectoryAdministration.Outcome.Refused(var reason)) {
            return new Outcome.Refused(reason);
        }
        Optional<Account> account =
                directory.findByLogin(address.toString(), LoginContext.ANYWHERE);
        if (account.isPresent() && !account.get().enabled()) {
            return new Outcome.Changed();
        }
        return switch (logIn(
                address.toString(), password, directory.credentials(LoginContext.ANYWHERE))) {
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

    private static SaslStep logIn(String login, String password, Credentials credentials) {
        SaslServerMechanism plain =
                SaslMechanisms.start("PLAIN", credentials, SaslChannel.PLAIN).orElseThrow();
        return plain.step(('\0' + login + '\0' + password).getBytes(StandardCharsets.UTF_8));
    }
}
