// SPDX-License-Identifier: Apache-2.0
package org.pabal.authd;

import java.time.Duration;
import java.util.Set;
import org.pabal.message.Domain;
import org.pabal.wire.ServiceAddress;

/// Where a running Dovecot is asked.
///
/// @param name as in the settings
/// @param domains whose accounts it knows
/// @param clients its socket for those who log in: `/run/dovecot/auth-client`
/// @param users its socket for those who look users up: `/run/dovecot/auth-userdb`
/// @param form how it writes its users
/// @param timeLimit of one question; Dovecot holds refusals back for 2 s
public record DovecotAuthConfig(
        String name,
        Set<Domain> domains,
        ServiceAddress clients,
        ServiceAddress users,
        UserForm form,
        Duration timeLimit) {

    /// How a user is called.
    public enum UserForm {
        /// `bob@example.org`
        ADDRESS,
        /// `bob`
        NAME
    }

    public DovecotAuthConfig {
        domains = Set.copyOf(domains);
    }
}
