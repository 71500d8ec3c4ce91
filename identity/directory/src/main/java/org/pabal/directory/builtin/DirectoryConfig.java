// SPDX-License-Identifier: Apache-2.0
package org.pabal.directory.builtin;

import java.time.Duration;
import java.util.Set;
import java.util.function.Predicate;
import org.pabal.directory.Subaddress;
import org.pabal.directory.password.Argon2Setting;
import org.pabal.message.Domain;
import org.pabal.sasl.ScramCredentials;

/// Settings of the built-in directory.
///
/// @param argon2 of new passwords; weaker ones are replaced at the next log-in
/// @param scramIterations of new SCRAM credentials, at least 4,096 (RFC 7677 §4)
/// @param minPasswordCharacters of new passwords
/// @param hashingThreads that check passwords
/// @param maxWaitingHashes the most log-ins that wait for one of those threads
/// @param maxRememberedLogins the most accounts whose checked password is remembered
/// @param rememberLogins how long it is; zero for never
/// @param subaddress how details are told from names
/// @param foreignDomains of ours, whose accounts other directories know; aliases and accounts may be
///     here besides
/// @param onlyAppPasswords domains whose accounts take app passwords only where mail is read and sent,
///     whatever they say themselves
public record DirectoryConfig(
        Argon2Setting argon2,
        int scramIterations,
        int minPasswordCharacters,
        int hashingThreads,
        int maxWaitingHashes,
        int maxRememberedLogins,
        Duration rememberLogins,
        Subaddress subaddress,
        Set<Domain> foreignDomains,
        Predicate<Domain> onlyAppPasswords) {

    /// With what accounts say themselves.
    public DirectoryConfig(
            Argon2Setting argon2,
            int scramIterations,
            int minPasswordCharacters,
            int hashingThreads,
            int maxWaitingHashes,
            int maxRememberedLogins,
            Duration rememberLogins,
            Subaddress subaddress,
            Set<Domain> foreignDomains) {
        this(
                argon2,
                scramIterations,
                minPasswordCharacters,
                hashingThreads,
                maxWaitingHashes,
                maxRememberedLogins,
                rememberLogins,
                subaddress,
                foreignDomains,
                _ -> false);
    }

    public DirectoryConfig {
        foreignDomains = Set.copyOf(foreignDomains);
        if (scramIterations < ScramCredentials.MIN_ITERATIONS) {
            throw new IllegalArgumentException("at least 4096 SCRAM iterations, RFC 7677 §4");
        }
        if (minPasswordCharacters < 1
                || hashingThreads < 1
                || maxWaitingHashes < 1
                || maxRememberedLogins < 1
                || rememberLogins.isNegative()) {
            throw new IllegalArgumentException("a count below 1 or a negative time");
        }
    }

    /// THREATS §7. 1,000 waiting log-ins are some 14 s of work for two cores.
    public static DirectoryConfig defaults() {
        return new DirectoryConfig(
                Argon2Setting.DEFAULT,
                10_000,
                8,
                Runtime.getRuntime().availableProcessors(),
                1_000,
                10_000,
                Duration.ofMinutes(10),
                Subaddress.PLUS,
                Set.of());
    }

    public DirectoryConfig with(Subaddress other) {
        return new DirectoryConfig(
                argon2,
                scramIterations,
                minPasswordCharacters,
                hashingThreads,
                maxWaitingHashes,
                maxRememberedLogins,
                rememberLogins,
                other,
                foreignDomains,
                onlyAppPasswords);
    }

    public DirectoryConfig withForeignDomains(Set<Domain> domains) {
        return new DirectoryConfig(
                argon2,
                scramIterations,
                minPasswordCharacters,
                hashingThreads,
                maxWaitingHashes,
                maxRememberedLogins,
                rememberLogins,
                subaddress,
                domains,
                onlyAppPasswords);
    }

    public DirectoryConfig withOnlyAppPasswords(Predicate<Domain> domains) {
        return new DirectoryConfig(
                argon2,
                scramIterations,
                minPasswordCharacters,
                hashingThreads,
                maxWaitingHashes,
                maxRememberedLogins,
                rememberLogins,
                subaddress,
                foreignDomains,
                domains);
    }
}
