// SPDX-License-Identifier: Apache-2.0
package org.pabal.directory;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.pabal.message.Address;

/// An address that somebody has made of the own accord and whose mail the account gets: for a shop, for a
/// while. One that has ended refuses mail, and is nobody else's until it is forgotten.
///
/// @param address in lookup form
/// @param account whose it is
/// @param made to the second, like the other times
/// @param expires from when on it takes no mail; empty for never
/// @param enabled false while it takes no mail
/// @param note what its owner says of it
/// @param givenUp since when its owner has no use for it; empty as long as it is in use
public record OwnAlias(
        Address address,
        AccountId account,
        Instant made,
        Optional<Instant> expires,
        boolean enabled,
        String note,
        Optional<Instant> givenUp) {

    public boolean takesMail(Instant now) {
        return enabled && ended(now).isEmpty();
    }

    public boolean hasExpired(Instant now) {
        return expires.isPresent() && !now.isBefore(expires.get());
    }

    /// Since when it has been of no use to anybody.
    public Optional<Instant> ended(Instant now) {
        return givenUp.or(() -> expires.filter(_ -> hasExpired(now)));
    }

    /// Whether another may have the name by now.
    ///
    /// @param kept how long after its end it is nobody else's
    public boolean isForgotten(Instant now, Duration kept) {
        return ended(now).filter(end -> !now.isBefore(end.plus(kept))).isPresent();
    }

    /// As another host's account has it, or the same by another number.
    public OwnAlias of(AccountId owner) {
        return new OwnAlias(address, owner, made, expires, enabled, note, givenUp);
    }

    public OwnAlias withGivenUp(Instant when) {
        return new OwnAlias(address, account, made, expires, enabled, note, Optional.of(when));
    }
}
