// SPDX-License-Identifier: Apache-2.0
package org.pabal.mailauth.dkim;

/// One hash of a body, known when the body has ended.
public final class BodyHash {
    private final BodyDigest digest;
    private final long maxOctets;
    private byte[] hash = {};

    BodyHash(BodyDigest digest, long maxOctets) {
        this.digest = digest;
        this.maxOctets = maxOctets;
    }

    /// How much of the canonical body is hashed at most: `l=`.
    long maxOctets() {
        return maxOctets;
    }

    void set(byte[] octets) {
        hash = octets;
    }

    /// A copy.
    ///
    /// @throws IllegalStateException before the body has ended
    public byte[] octets() {
        if (!digest.hasEnded()) {
            throw new IllegalStateException("the body has not ended");
        }
        return hash.clone();
    }

    /// How long the whole body is in its canonical form.
    public long bodyOctets() {
        return digest.octets();
    }
}
