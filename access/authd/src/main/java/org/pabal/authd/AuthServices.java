// SPDX-License-Identifier: Apache-2.0
package org.pabal.authd;

import java.net.InetSocketAddress;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.pabal.directory.Directory;
import org.pabal.directory.LoginContext;
import org.pabal.directory.LoginService;
import org.pabal.sasl.LoginDoor;

/// What sessions use.
///
/// @param logins whose guard is shared with all doors; its pause is shorter than the patience of those who ask
/// @param tasks runs what may compute or wait for long, each on a thread of its own
public record AuthServices(
        Directory directory,
        Contexts contexts,
        LoginDoor logins,
        RandomGenerator random,
        InstantSource clock,
        Consumer<Runnable> tasks) {

    /// Whose names are meant.
    public interface Contexts {

        /// @param local where the client of the asker connected to
        /// @param serverName that it asked for in TLS
        LoginContext of(
                Optional<InetSocketAddress> local,
                Optional<String> serverName,
                LoginService service);
    }

    /// A password of an application that may only send mail is good where a Postfix asks for its
    /// submission; what is not one of our own services is `auth`.
    static LoginService serviceOf(String name) {
        return switch (name) {
            case "smtp", "submission" -> LoginService.SUBMISSION;
            case "imap" -> LoginService.IMAP;
            case "pop3", "pop" -> LoginService.POP3;
            case "sieve", "managesieve" -> LoginService.SIEVE;
            case "lmtp" -> LoginService.LMTP;
            case "ldap" -> LoginService.LDAP;
            default -> LoginService.AUTH;
        };
    }
}
