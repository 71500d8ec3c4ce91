// SPDX-License-Identifier: Apache-2.0
package org.pabal.imap;

import java.time.Duration;

/// The limits of IMAP sessions (THREATS §4).
///
/// @param commandOctetsBeforeLogin of one command with its literals, until someone logged in
/// @param commandOctets the same afterwards; messages of APPEND are not counted
/// @param depth of parentheses and nested search keys
/// @param literals in one command
/// @param appendOctets of one appended message. RFC 7889
/// @param loginDeadline how long a read may wait before log-in
/// @param idleDeadline how long a read may wait afterwards; RFC 9051 §5.4 asks for 30 minutes
/// @param stillHere after so long of silence an idling client hears that the server is there; zero
///     for never
/// @param loginSecurity whether passwords may cross the wire in the clear
/// @param badCommandsBeforeLogin so many `BAD` in a row end a session before log-in
/// @param badCommands the same afterwards
/// @param failedLogins so many end a session
/// @param sessionsPerAccount at one time
/// @param sharing names of mailboxes, and what people may see of each other's
public record ImapConfig(
        int commandOctetsBeforeLogin,
        int commandOctets,
        int depth,
        int literals,
        long appendOctets,
        Duration loginDeadline,
        Duration idleDeadline,
        Duration stillHere,
        LoginSecurity loginSecurity,
        int badCommandsBeforeLogin,
        int badCommands,
        int failedLogins,
        int sessionsPerAccount,
        SharingConfig sharing) {

    /// RFC 8314 §4.1, THREATS A06.
    public enum LoginSecurity {
        TLS_REQUIRED,
        CLEARTEXT_ALLOWED
    }

    public ImapConfig {
        if (commandOctetsBeforeLogin < 512 || commandOctets < commandOctetsBeforeLogin) {
            throw new IllegalArgumentException("command limits: at least 512, more after log-in");
        }
        if (depth < 1 || literals < 1 || appendOctets < 1 || sessionsPerAccount < 1) {
            throw new IllegalArgumentException("limits must be positive");
        }
        if (badCommandsBeforeLogin < 1 || badCommands < 1 || failedLogins < 1) {
            throw new IllegalArgumentException("limits must be positive");
        }
    }

    public static ImapConfig defaults() {
        return new ImapConfig(
                8 << 10,
                64 << 10,
                50,
                64,
                100L << 20,
                Duration.ofMinutes(1),
                Duration.ofMinutes(30),
                Duration.ofMinutes(4),
                LoginSecurity.TLS_REQUIRED,
                10,
                100,
                3,
                20,
                SharingConfig.DEFAULT);
    }

    public ImapConfig withLoginSecurity(LoginSecurity security) {
        return new ImapConfig(
                commandOctetsBeforeLogin,
                commandOctets,
                depth,
                literals,
                appendOctets,
                loginDeadline,
                idleDeadline,
                stillHere,
                security,
                badCommandsBeforeLogin,
                badCommands,
                failedLogins,
                sessionsPerAccount,
                sharing);
    }

    public ImapConfig withAppendOctets(long octets) {
        return new ImapConfig(
                commandOctetsBeforeLogin,
                commandOctets,
                depth,
                literals,
                octets,
                loginDeadline,
                idleDeadline,
                stillHere,
                loginSecurity,
                badCommandsBeforeLogin,
                badCommands,
                failedLogins,
                sessionsPerAccount,
                sharing);
    }

    public ImapConfig withSessionsPerAccount(int sessions) {
        return new ImapConfig(
                commandOctetsBeforeLogin,
                commandOctets,
                depth,
                literals,
                appendOctets,
                loginDeadline,
                idleDeadline,
                stillHere,
                loginSecurity,
                badCommandsBeforeLogin,
                badCommands,
                failedLogins,
                sessions,
                sharing);
    }

    public ImapConfig withIdleDeadline(Duration limit) {
        return new ImapConfig(
                commandOctetsBeforeLogin,
                commandOctets,
                depth,
                literals,
                appendOctets,
                loginDeadline,
                limit,
                stillHere,
                loginSecurity,
                badCommandsBeforeLogin,
                badCommands,
                failedLogins,
                sessionsPerAccount,
                sharing);
    }

    public ImapConfig withStillHere(Duration interval) {
        return new ImapConfig(
                commandOctetsBeforeLogin,
                commandOctets,
                depth,
                literals,
                appendOctets,
                loginDeadline,
                idleDeadline,
                interval,
                loginSecurity,
                badCommandsBeforeLogin,
                badCommands,
                failedLogins,
                sessionsPerAccount,
                sharing);
    }

    public ImapConfig withSharing(SharingConfig other) {
        return new ImapConfig(
                commandOctetsBeforeLogin,
                commandOctets,
                depth,
                literals,
                appendOctets,
                loginDeadline,
                idleDeadline,
                stillHere,
                loginSecurity,
                badCommandsBeforeLogin,
                badCommands,
                failedLogins,
                sessionsPerAccount,
                other);
    }
}
