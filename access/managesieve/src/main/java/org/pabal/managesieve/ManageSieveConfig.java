// SPDX-License-Identifier: Apache-2.0
package org.pabal.managesieve;

import java.time.Duration;

/// The limits of ManageSieve sessions (THREATS §4).
///
/// @param commandOctetsBeforeLogin of one command with its literals, until someone logged in
/// @param commandOctets the same afterwards, but for one script, which the scripts' quota limits
/// @param skippedOctets of a script that is too large, read to its end so that it can be refused
/// @param loginDeadline how long a read may wait before log-in
/// @param idleDeadline how long a read may wait afterwards; RFC 5804 §1.2 asks for 30 minutes
/// @param loginSecurity whether passwords may cross the wire in the clear
/// @param badCommandsBeforeLogin so many outside the grammar, in a row, end a session before log-in
/// @param badCommands the same afterwards
/// @param failedLogins so many end a session
/// @param maxRedirects what scripts may redirect one mail to, for clients to know
public record ManageSieveConfig(
        int commandOctetsBeforeLogin,
        int commandOctets,
        int skippedOctets,
        Duration loginDeadline,
        Duration idleDeadline,
        LoginSecurity loginSecurity,
        int badCommandsBeforeLogin,
        int badCommands,
        int failedLogins,
        int maxRedirects) {

    /// RFC 8314 §4.1, THREATS A06.
    public enum LoginSecurity {
        TLS_REQUIRED,
        CLEARTEXT_ALLOWED
    }

    public ManageSieveConfig {
        if (commandOctetsBeforeLogin < 2048 || commandOctets < commandOctetsBeforeLogin) {
            throw new IllegalArgumentException("command limits: at least 2048, more after log-in");
        }
        if (skippedOctets < 0
                || badCommandsBeforeLogin < 1
                || badCommands < 1
                || failedLogins < 1) {
            throw new IllegalArgumentException("limits must be positive");
        }
    }

    public static ManageSieveConfig defaults() {
        return new ManageSieveConfig(
                8 << 10,
                64 << 10,
                16 << 20,
                Duration.ofMinutes(1),
                Duration.ofMinutes(30),
                LoginSecurity.TLS_REQUIRED,
                10,
                100,
                3,
                4);
    }

    public ManageSieveConfig withLoginSecurity(LoginSecurity security) {
        return new ManageSieveConfig(
                commandOctetsBeforeLogin,
                commandOctets,
                skippedOctets,
                loginDeadline,
                idleDeadline,
                security,
                badCommandsBeforeLogin,
                badCommands,
                failedLogins,
                maxRedirects);
    }

    public ManageSieveConfig withDeadlines(Duration beforeLogin, Duration afterwards) {
        return new ManageSieveConfig(
                commandOctetsBeforeLogin,
                commandOctets,
                skippedOctets,
                beforeLogin,
                afterwards,
                loginSecurity,
                badCommandsBeforeLogin,
                badCommands,
                failedLogins,
                maxRedirects);
    }

    public ManageSieveConfig withMaxRedirects(int most) {
        return new ManageSieveConfig(
                commandOctetsBeforeLogin,
                commandOctets,
                skippedOctets,
                loginDeadline,
                idleDeadline,
                loginSecurity,
                badCommandsBeforeLogin,
                badCommands,
                failedLogins,
                most);
    }
}
