// SPDX-License-Identifier: Apache-2.0
package org.pabal.directory.ldap.view;

import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import org.pabal.wire.IpNetwork;

/// The limits and customs of the LDAP view (THREATS §4).
///
/// @param hostname of this server: what mailHost says of accounts that are here
/// @param loginSecurity whether passwords may cross the wire in the clear
/// @param readers networks whose clients may read without a bind
/// @param bindDeadline how long a read may wait before a bind
/// @param idleDeadline how long a read may wait afterwards
/// @param maxEntries of one search or of one page
/// @param maxTime of one search or of one page
/// @param posix what accounts are to Unix systems; absent unless numbers are set
public record ViewConfig(
        String hostname,
        LoginSecurity loginSecurity,
        List<IpNetwork> readers,
        Duration bindDeadline,
        Duration idleDeadline,
        int maxEntries,
        Duration maxTime,
        Posix posix) {

    /// RFC 8314 §4.1, THREATS A06.
    public enum LoginSecurity {
        TLS_REQUIRED,
        CLEARTEXT_ALLOWED
    }

    /// RFC 2307.
    ///
    /// @param uidBase with an account's number added it is its uidNumber; empty: no Unix accounts
    /// @param gid of all
    /// @param home with `{user}` and `{domain}` in it
    public record Posix(OptionalLong uidBase, long gid, String home, String shell) {
        public static final Posix NONE = new Posix(OptionalLong.empty(), 0, "", "");
    }

    public ViewConfig {
        readers = List.copyOf(readers);
        if (maxEntries < 1 || maxTime.isNegative() || maxTime.isZero()) {
            throw new IllegalArgumentException("limits must be positive");
        }
    }

    public static ViewConfig defaults(String hostname) {
        return new ViewConfig(
                hostname,
                LoginSecurity.TLS_REQUIRED,
                List.of(),
                Duration.ofMinutes(1),
                Duration.ofMinutes(10),
                1_000,
                Duration.ofSeconds(5),
                Posix.NONE);
    }

    public ViewConfig with(LoginSecurity security) {
        return new ViewConfig(
                hostname,
                security,
                readers,
                bindDeadline,
                idleDeadline,
                maxEntries,
                maxTime,
                posix);
    }

    public ViewConfig withReaders(List<IpNetwork> networks) {
        return new ViewConfig(
                hostname,
                loginSecurity,
                networks,
                bindDeadline,
                idleDeadline,
                maxEntries,
                maxTime,
                posix);
    }

    public ViewConfig withIdleDeadline(Duration limit) {
        return new ViewConfig(
                hostname, loginSecurity, readers, bindDeadline, limit, maxEntries, maxTime, posix);
    }

    public ViewConfig withSearchLimits(int entries, Duration time) {
        return new ViewConfig(
                hostname, loginSecurity, readers, bindDeadline, idleDeadline, entries, time, posix);
    }

    public ViewConfig with(Posix numbers) {
        return new ViewConfig(
                hostname,
                loginSecurity,
                readers,
                bindDeadline,
                idleDeadline,
                maxEntries,
                maxTime,
                numbers);
    }
}
