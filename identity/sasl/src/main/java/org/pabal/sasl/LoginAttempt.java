// SPDX-License-Identifier: Apache-2.0
package org.pabal.sasl;

import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/// One log-in at a door: stands between the mechanism and the secrets, so that the guard is asked
/// when the name is known and before the secret is judged. For one thread.
///
/// ```
/// LoginAttempt attempt = door.attempt(connection.remote());
/// … SaslMechanisms.start(name, attempt.watch(credentials), channel) …
/// attempt.succeeded(account.address())   or   switch (attempt.failed(who, reason)) { … }
/// ```
public final class LoginAttempt {
    private final LoginGuard guard;
    private final LoginPause pause;
    private final InetAddress peer;
    private final String service;
    private @Nullable LoginTry tried;
    private boolean refused;

    /// What a log-in that failed is answered with.
    public enum Answer {
        /// The one text for wrong passwords, unknown names and all else.
        WRONG,

        /// As to a peer that is not listened to for now: the secret was not looked at.
        TURNED_AWAY
    }

    public LoginAttempt(LoginGuard guard, LoginPause pause, InetAddress peer, String service) {
        this.guard = guard;
        this.pause = pause;
        this.peer = peer;
        this.service = service;
    }

    /// The secrets, as a mechanism is to see them.
    public Credentials watch(Credentials secrets) {
        return new WatchedCredentials(secrets, this);
    }

    /// Asks the guard about a name; blocks for as long as it says.
    ///
    /// @param secret absent where none can be seen
    /// @return false when the secret is not to be judged
    boolean admits(Credentials secrets, String name, @Nullable String secret) {
        String common = secrets.commonName(name);
        LoginTry now =
                new LoginTry(
                        peer,
                        service,
                        common,
                        secret == null ? OptionalLong.empty() : guard.fingerprint(common, secret));
        tried = now;
        LoginGuard.Admission admission = guard.tried(now);
        refused = !waited(admission.after()) || !admission.judged();
        return !refused;
    }

    /// False when the server stops or the peer has gone meanwhile: then nobody is let in.
    private boolean waited(Duration length) {
        try {
            if (!length.isZero()) {
                pause.take(length);
            }
            return true;
        } catch (IOException _) {
            return false;
        }
    }

    boolean isRefused() {
        return refused;
    }

    /// The secret was right, or could not be judged.
    void undecided() {
        if (tried != null) {
            guard.undecided(tried);
        }
    }

    /// The log-in came to nothing; blocks for as long as the answer is to be held back.
    ///
    /// @param who as the client gave it; may be empty
    /// @param reason as the log has it
    public Answer failed(String who, String reason) throws IOException {
        if (refused) {
            return Answer.TURNED_AWAY;
        }
        LoginTry what =
                tried == null ? new LoginTry(peer, service, who, OptionalLong.empty()) : tried;
        Duration delay = guard.failed(what, reason);
        if (!delay.isZero()) {
            pause.take(delay);
        }
        return Answer.WRONG;
    }

    /// How long nobody is listened to, where that is known, for an answer that says so.
    public Duration shutFor() {
        return guard.shutFor(peer, tried == null ? "" : tried.name());
    }

    /// @param account the address of whom it let in
    public void succeeded(String account) {
        guard.succeeded(
                tried == null ? new LoginTry(peer, service, account, OptionalLong.empty()) : tried,
                account);
    }
}
