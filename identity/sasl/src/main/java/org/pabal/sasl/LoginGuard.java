// SPDX-License-Identifier: Apache-2.0
package org.pabal.sasl;

import java.net.InetAddress;
import java.time.Duration;
import java.util.OptionalLong;

/// Keeps those who guess passwords away: every door asks it before a log-in is judged and tells it
/// what came of it (THREATS A07). Accounts are never locked, and nothing that a guard does tells an
/// account from a name that is nobody's (THREATS A02). Safe for use by many threads; never waits.
///
/// Doors use it through {@link LoginDoor} and {@link LoginAttempt}.
public interface LoginGuard {

    /// Lets everybody in.
    LoginGuard NONE =
            new LoginGuard() {
                @Override
                public boolean isTurnedAway(InetAddress peer) {
                    return false;
                }

                @Override
                public Duration failed(LoginTry attempt, String reason) {
                    return Duration.ZERO;
                }
            };

    /// Whether nobody at this address is listened to for now, whatever the name.
    boolean isTurnedAway(InetAddress peer);

    /// What a secret is known by to this guard: equal for equal secrets of one name, and of no use to
    /// whoever finds it. Empty when the guard keeps none.
    default OptionalLong fingerprint(String name, String secret) {
        return OptionalLong.empty();
    }

    /// Asked when the name is known, before the secret is judged. From here on the try counts: many
    /// that come at one time are not each the first.
    default Admission tried(LoginTry attempt) {
        return Admission.AT_ONCE;
    }

    /// How long a name is not listened to from an address, as far as anybody knows; zero where it is
    /// listened to, or nobody knows. The same for every name that is nobody's.
    default Duration shutFor(InetAddress peer, String name) {
        return Duration.ZERO;
    }

    /// The secret was right, or nobody could judge it: the try counts no longer.
    default void undecided(LoginTry attempt) {}

    /// @param reason for the evidence, in the words of the log
    /// @return how long the answer is to be held back
    Duration failed(LoginTry attempt, String reason);

    /// @param account the address of whom it let in
    default void succeeded(LoginTry attempt, String account) {}

    /// Whether a try is judged at all.
    ///
    /// @param judged false when it is to be refused unheard: right or wrong makes no difference
    /// @param after how long the peer waits, for the judgement or for being refused
    record Admission(boolean judged, Duration after) {
        public static final Admission AT_ONCE = new Admission(true, Duration.ZERO);
        public static final Admission REFUSED = new Admission(false, Duration.ZERO);

        public static Admission after(Duration wait) {
            return wait.isZero() ? AT_ONCE : new Admission(true, wait);
        }
    }
}
