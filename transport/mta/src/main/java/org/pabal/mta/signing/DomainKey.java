// SPDX-License-Identifier: Apache-2.0
package org.pabal.mta.signing;

import java.time.Instant;
import java.util.Optional;
import org.pabal.mailauth.dkim.signing.PublicKeyRecord;
import org.pabal.mailauth.dkim.signing.SigningAlgorithm;
import org.pabal.message.Domain;

/// What is known of a key, but for its secret.
///
/// @param made when it was made or imported
/// @param since when it came into its state
/// @param seen since when its record has been found in the DNS at every look; of a prepared key
/// @param trust whether an operator has said that the record is published for long
public record DomainKey(
        Domain domain,
        String selector,
        SigningAlgorithm algorithm,
        String publicKey,
        KeyState state,
        Instant made,
        Instant since,
        Optional<Instant> seen,
        Published trust) {

    /// What the DNS knew of a key when it was given to us.
    public enum Published {
        /// Nothing: the key is new.
        NOT_YET,
        /// Its record, for longer than anybody remembers its absence: the key has been in use elsewhere.
        FOR_LONG
    }

    static DomainKey prepared(Domain domain, PublicKeyRecord record, Published trust, Instant now) {
        return new DomainKey(
                domain,
                record.selector(),
                record.algorithm(),
                record.publicKey(),
                KeyState.PREPARED,
                now,
                now,
                Optional.empty(),
                trust);
    }

    DomainKey in(KeyState next, Instant now) {
        return new DomainKey(
                domain, selector, algorithm, publicKey, next, made, now, Optional.empty(), trust);
    }

    DomainKey seen(Optional<Instant> at) {
        return new DomainKey(domain, selector, algorithm, publicKey, state, made, since, at, trust);
    }

    /// What is to be found in the DNS.
    public PublicKeyRecord record() {
        return new PublicKeyRecord(domain.toAscii(), selector, algorithm, publicKey);
    }

    boolean is(KeyState other) {
        return state == other;
    }

    boolean isSame(DomainKey other) {
        return domain.equals(other.domain) && selector.equals(other.selector);
    }

    @Override
    public String toString() {
        return record().name();
    }
}
