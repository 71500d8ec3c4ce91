// SPDX-License-Identifier: Apache-2.0
package org.pabal.sessions;

import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import org.pabal.directory.AccountId;

/// A browser that is signed in. What it shows for it, its token, is known to it alone: kept is a hash.
///
/// @param id for lists; of no use to whoever reads it
/// @param token the hash of the token
/// @param made when it signed in
/// @param seen when it asked for something last, some minutes ago
/// @param isShared the device is not the owner's
/// @param proofs that were shown
/// @param confirmed when they were shown last
public record Session(
        String id,
        TokenHash token,
        AccountId account,
        Instant made,
        Instant seen,
        Visitor visitor,
        boolean isShared,
        Set<Proof> proofs,
        Instant confirmed) {

    public Session {
        proofs = Set.copyOf(proofs);
    }

    /// Until when it lasts without another request.
    public Instant until(SessionLimits limits) {
        Duration idle = isShared ? limits.sharedIdle() : limits.idle();
        Instant idleEnd = seen.plus(idle);
        Instant end = end(limits);
        return idleEnd.isBefore(end) ? idleEnd : end;
    }

    /// When it ends, whatever is asked in it.
    public Instant end(SessionLimits limits) {
        return made.plus(isShared ? limits.sharedLongest() : limits.longest());
    }

    /// A clock that was set back makes it last no longer.
    public boolean isOver(SessionLimits limits, Instant now) {
        return !now.isBefore(until(limits));
    }

    /// Whether its owner has shown who it is so lately that what is dangerous may be done.
    public boolean isConfirmed(SessionLimits limits, Instant now) {
        return !confirmed.isAfter(now) && now.isBefore(confirmedUntil(limits));
    }

    public Instant confirmedUntil(SessionLimits limits) {
        return confirmed.plus(limits.confirmed());
    }

    public Session seenAt(Instant now, Visitor by) {
        return new Session(id, token, account, made, now, by, isShared, proofs, confirmed);
    }

    /// With another token, after the owner has shown anew who it is.
    public Session confirmedBy(TokenHash other, Set<Proof> shown, Instant now) {
        return new Session(id, other, account, made, now, visitor, isShared, shown, now);
    }
}
