// SPDX-License-Identifier: Apache-2.0
package org.pabal.directory.builtin;

import java.util.Set;
import java.util.function.Predicate;
import org.pabal.directory.Subaddress;
import org.pabal.directory.password.Argon2Setting;
import org.pabal.message.Domain;

/// Settings of the built-in directory.
///
/// @param subaddress how details are told from names
/// @param foreignDomains of ours, whose accounts other directories know; aliases and accounts may be
///     here besides
/// @param onlyAppPasswords domains whose accounts take app passwords only where mail is read and sent,
///     whatever they say themselves
public record DirectoryConfig(
        PasswordConfig passwords,
        Subaddress subaddress,
        Set<Domain> foreignDomains,
        Predicate<Domain> onlyAppPasswords) {

    public DirectoryConfig {
        foreignDomains = Set.copyOf(foreignDomains);
    }

    public static DirectoryConfig defaults() {
        return new DirectoryConfig(
                PasswordConfig.defaults(), Subaddress.PLUS, Set.of(), _ -> false);
    }

    /// Where passwords are hashed so.
    public DirectoryConfig with(Argon2Setting argon2, int scramIterations) {
        return new DirectoryConfig(
                passwords.with(argon2, scramIterations),
                subaddress,
                foreignDomains,
                onlyAppPasswords);
    }

    public DirectoryConfig withForeignDomains(Set<Domain> domains) {
        return new DirectoryConfig(passwords, subaddress, domains, onlyAppPasswords);
    }
}
