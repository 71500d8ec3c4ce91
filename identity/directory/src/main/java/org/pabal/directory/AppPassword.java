// SPDX-License-Identifier: Apache-2.0
package org.pabal.directory;

import java.time.Instant;
import java.time.LocalDate;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/// A further password of an account, made by the server for one program or device, so that it can
/// be taken back alone.
///
/// @param name what its owner calls it; one of its kind in the account
/// @param scope the services at which it is good
/// @param expires empty for never
/// @param lastUsed the day of UTC; a use is written down some minutes later
public record AppPassword(
        String name,
        Set<LoginService> scope,
        Instant created,
        Optional<Instant> expires,
        Optional<LocalDate> lastUsed) {

    /// All for which there can be an app password: who changes passwords, or signs in to the pages
    /// where they are changed, shows the main one.
    public static final Set<LoginService> EVERYWHERE =
            Set.copyOf(
                    EnumSet.complementOf(
                            EnumSet.of(LoginService.PASSWORD, LoginService.WEB, LoginService.ANY)));

    public AppPassword {
        scope = Set.copyOf(scope);
    }

    /// Whether it is good for a log-in. Where nobody says what a log-in is for, only one that is
    /// good everywhere is.
    public boolean isGoodFor(LoginService service, Instant now) {
        boolean inTime = expires.isEmpty() || now.isBefore(expires.get());
        return inTime
                && (service == LoginService.ANY
                        ? scope.equals(EVERYWHERE)
                        : scope.contains(service));
    }

    /// What became of the wish for one.
    public sealed interface Issue {
        /// @param password shown this once; only a hash of it is kept
        record Issued(String password, AppPassword kept) implements Issue {}

        /// @param reason one sentence that says what is wrong and what to do
        record Refused(String reason) implements Issue {}
    }
}
