// SPDX-License-Identifier: Apache-2.0
package org.pabal.cli.migration;

import java.util.List;
import java.util.Optional;

/// What came of a record of another mail system.
public sealed interface Migrated {

    /// Where it stood, counted from 1.
    int line();

    /// @param name to be shown; may be empty
    /// @param names other addresses of the account, each an alias
    /// @param notes what of the record is not taken over, and why
    record Account(
            int line,
            String address,
            Secret secret,
            String name,
            Profile profile,
            List<String> names,
            List<String> notes)
            implements Migrated {}

    /// @param owner who is told of failures
    /// @param senders whose mail it takes, as a server like this one says; may be empty
    record Group(
            int line,
            String address,
            List<String> targets,
            Optional<String> owner,
            String senders,
            List<String> notes)
            implements Migrated {}

    /// A record that cannot be taken over.
    record Left(int line, String what, String reason) implements Migrated {}

    /// A record that is about something else: an organization, a system's own user.
    record Other(int line) implements Migrated {}

    /// What is known of a password.
    sealed interface Secret {
        record Clear(String password) implements Secret {}

        record Hash(String stored) implements Secret {}

        record Missing() implements Secret {}
    }

    /// What only a server like this one says of an account; each may be empty.
    record Profile(
            String language,
            String quotaOctets,
            String quotaMessages,
            String role,
            String host,
            boolean enabled) {
        public static final Profile NONE = new Profile("", "", "", "", "", true);

        Profile disabled() {
            return new Profile(language, quotaOctets, quotaMessages, role, host, false);
        }
    }
}
