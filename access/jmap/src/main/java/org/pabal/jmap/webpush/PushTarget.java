// SPDX-License-Identifier: Apache-2.0
package org.pabal.jmap.webpush;

import java.net.URI;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// A PushSubscription: a device that wants to be told through a push service. RFC 8620 §7.2.
///
/// @param name by which its owner knows the device; may be empty
/// @param keys empty for one that takes messages in the clear
/// @param code that proves that the device hears us; it is pushed first, and brought back
/// @param codeSent whether the service has taken it
/// @param verified whether the code was brought back: nothing else is pushed before
/// @param types empty for all
/// @param owed by type, the states that a service did not take yet
/// @param failures in a row
/// @param retryAt the next try after a failure; not before
public record PushTarget(
        String id,
        String deviceClientId,
        String name,
        URI url,
        Optional<Keys> keys,
        String code,
        boolean codeSent,
        boolean verified,
        Instant expires,
        Optional<Set<String>> types,
        Map<String, String> owed,
        int failures,
        Instant retryAt) {
    public PushTarget {
        types = types.map(Set::copyOf);
        owed = Map.copyOf(owed);
    }

    /// Of a browser. RFC 8291 §3.
    ///
    /// @param p256dh a point of P-256
    /// @param auth 16 octets
    public record Keys(byte[] p256dh, byte[] auth) {
        private static final int AUTH_OCTETS = 16;

        /// @throws IllegalArgumentException when these are none
        public Keys {
            P256.publicKey(p256dh);
            if (auth.length != AUTH_OCTETS) {
                throw new IllegalArgumentException("auth has 16 octets");
            }
        }
    }

    public boolean wants(String type) {
        return types.isEmpty() || types.get().contains(type);
    }

    public PushTarget withVerified() {
        return new PushTarget(
                id,
                deviceClientId,
                name,
                url,
                keys,
                code,
                codeSent,
                true,
                expires,
                types,
                owed,
                failures,
                retryAt);
    }

    public PushTarget with(Instant otherExpires, Optional<Set<String>> otherTypes) {
        return new PushTarget(
                id,
                deviceClientId,
                name,
                url,
                keys,
                code,
                codeSent,
                verified,
                otherExpires,
                otherTypes,
                owed,
                failures,
                retryAt);
    }

    /// The service took what was sent.
    public PushTarget told() {
        return new PushTarget(
                id,
                deviceClientId,
                name,
                url,
                keys,
                code,
                true,
                verified,
                expires,
                types,
                Map.of(),
                0,
                Instant.EPOCH);
    }

    /// More is owed.
    public PushTarget owing(Map<String, String> nowOwed) {
        return new PushTarget(
                id,
                deviceClientId,
                name,
                url,
                keys,
                code,
                codeSent,
                verified,
                expires,
                types,
                nowOwed,
                failures,
                retryAt);
    }

    /// The service did not take it.
    public PushTarget failed(Map<String, String> nowOwed, Instant again) {
        return new PushTarget(
                id,
                deviceClientId,
                name,
                url,
                keys,
                code,
                codeSent,
                verified,
                expires,
                types,
                nowOwed,
                failures + 1,
                again);
    }
}
