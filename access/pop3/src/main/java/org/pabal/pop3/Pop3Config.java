// SPDX-License-Identifier: Apache-2.0
package org.pabal.pop3;

import java.time.Duration;

/// The limits and customs of POP3 sessions (THREATS §4).
///
/// @param loginDeadline how long a read may wait before log-in
/// @param idleDeadline how long a read may wait afterwards; RFC 1939 §3 asks for 10 minutes at least
/// @param loginSecurity whether passwords may cross the wire in the clear
/// @param badCommandsBeforeLogin so many in a row end a session before log-in
/// @param badCommands the same afterwards
/// @param failedLogins so many end a session
/// @param marking whether a message that was retrieved has been seen
public record Pop3Config(
        Duration loginDeadline,
        Duration idleDeadline,
        LoginSecurity loginSecurity,
        int badCommandsBeforeLogin,
        int badCommands,
        int failedLogins,
        Marking marking) {

    /// RFC 8314 §4.1, THREATS A06.
    public enum LoginSecurity {
        TLS_REQUIRED,
        CLEARTEXT_ALLOWED
    }

    public enum Marking {
        /// RETR sets `\Seen`, so that other programs of the owner show what was read.
        SEEN,
        NONE
    }

    public Pop3Config {
        if (badCommandsBeforeLogin < 1 || badCommands < 1 || failedLogins < 1) {
            throw new IllegalArgumentException("limits must be positive");
        }
    }

    /// Before log-in nobody is known and nothing is lost with the connection: that wait is shorter
    /// than the 10 minutes of RFC 1939 §3.
    public static Pop3Config defaults() {
        return new Pop3Config(
                Duration.ofMinutes(1),
                Duration.ofMinutes(10),
                LoginSecurity.TLS_REQUIRED,
                10,
                100,
                3,
                Marking.SEEN);
    }

    public Pop3Config withLoginSecurity(LoginSecurity security) {
        return new Pop3Config(
                loginDeadline,
                idleDeadline,
                security,
                badCommandsBeforeLogin,
                badCommands,
                failedLogins,
                marking);
    }

    public Pop3Config withIdleDeadline(Duration limit) {
        return new Pop3Config(
                loginDeadline,
                limit,
                loginSecurity,
                badCommandsBeforeLogin,
                badCommands,
                failedLogins,
                marking);
    }

    public Pop3Config withMarking(Marking other) {
        return new Pop3Config(
                loginDeadline,
                idleDeadline,
                loginSecurity,
                badCommandsBeforeLogin,
                badCommands,
                failedLogins,
                other);
    }
}
