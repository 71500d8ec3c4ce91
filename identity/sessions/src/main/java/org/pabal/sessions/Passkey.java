// SPDX-License-Identifier: Apache-2.0
package org.pabal.sessions;

import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/// A passkey that an account's owner has: a public key whose other half an authenticator keeps. Web
/// Authentication calls it a credential record.
///
/// @param id of the credential, 1 to 1,023 octets, as the authenticator chose it
/// @param publicKey attested credential data (Web Authentication §6.5.1): kind of the authenticator, id,
///     key in COSE
/// @param counter of signatures as it was last told; 0 from authenticators that do not count
/// @param name that its owner gave
/// @param transports by which browsers reach it: `internal`, `hybrid`, `usb`, `nfc`, `ble` …
/// @param isVerifying it has shown that it asks for a finger, a face or a PIN
/// @param isBackupEligible it may be on several devices; never changes
/// @param isBackedUp it is
/// @param suspected when a counter that went back spoke for a copy of it
public record Passkey(
        byte[] id,
        byte[] publicKey,
        long counter,
        String name,
        List<String> transports,
        boolean isVerifying,
        boolean isBackupEligible,
        boolean isBackedUp,
        Instant made,
        Optional<Instant> used,
        Optional<Instant> suspected) {

    public Passkey {
        transports = List.copyOf(transports);
    }

    /// The id as JSON has it: base64url without padding.
    public String idText() {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(id);
    }

    public boolean hasId(byte[] other) {
        return Arrays.equals(id, other);
    }

    /// After it has signed.
    public Passkey usedAt(Instant now, long counted, boolean verified, boolean backedUp) {
        return new Passkey(
                id,
                publicKey,
                counted,
                name,
                transports,
                isVerifying || verified,
                isBackupEligible,
                backedUp,
                made,
                Optional.of(now),
                suspected);
    }

    public Passkey suspectedAt(Instant now) {
        return new Passkey(
                id,
                publicKey,
                counter,
                name,
                transports,
                isVerifying,
                isBackupEligible,
                isBackedUp,
                made,
                used,
                Optional.of(now));
    }

    public Passkey named(String other) {
        return new Passkey(
                id,
                publicKey,
                counter,
                other,
                transports,
                isVerifying,
                isBackupEligible,
                isBackedUp,
                made,
                used,
                suspected);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Passkey passkey && hasId(passkey.id);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(id);
    }

    @Override
    public String toString() {
        return "Passkey " + name;
    }
}
