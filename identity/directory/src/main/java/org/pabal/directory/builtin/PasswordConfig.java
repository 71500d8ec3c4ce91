// SPDX-License-Identifier: Apache-2.0
package org.pabal.directory.builtin;

import java.time.Duration;
import org.pabal.directory.password.Argon2Setting;
import org.pabal.sasl.ScramCredentials;

/// How the built-in directory keeps passwords and checks them.
///
/// @param argon2 of new passwords; weaker ones are replaced at the next log-in
/// @param scramIterations of new SCRAM credentials, at least 4,096 (RFC 7677 §4)
/// @param minCharacters of new passwords
/// @param hashingThreads that check passwords
/// @param maxWaitingHashes the most log-ins that wait for one of those threads
/// @param maxRememberedLogins the most accounts whose checked password is remembered
/// @param rememberLogins how long it is; zero for never
public record PasswordConfig(
        Argon2Setting argon2,
        int scramIterations,
        int minCharacters,
        int hashingThreads,
        int maxWaitingHashes,
        int maxRememberedLogins,
        Duration rememberLogins) {

    public PasswordConfig {
        if (scramIterations < ScramCredentials.MIN_ITERATIONS) {
            throw new IllegalArgumentException("at least 4096 SCRAM iterations, RFC 7677 §4");
        }
        if (minCharacters < 1
                || hashingThreads < 1
                || maxWaitingHashes < 1
                || maxRememberedLogins < 1
                || rememberLogins.isNegative()) {
            throw new IllegalArgumentException("a count below 1 or a negative time");
        }
    }

    /// THREATS §7. 1,000 waiting log-ins are some 14 s of work for two cores.
    public static PasswordConfig defaults() {
        return new PasswordConfig(
                Argon2Setting.DEFAULT,
                10_000,
                8,
                Runtime.getRuntime().availableProcessors(),
                1_000,
                10_000,
                Duration.ofMinutes(10));
    }

    PasswordConfig with(Argon2Setting other, int iterations) {
        return new PasswordConfig(
                other,
                iterations,
                minCharacters,
                hashingThreads,
                maxWaitingHashes,
                maxRememberedLogins,
                rememberLogins);
    }
}
