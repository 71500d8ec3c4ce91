// SPDX-License-Identifier: Apache-2.0
package org.pabal.sasl;

/// The hash function of a SCRAM mechanism.
public enum ScramHash {
    SHA_1("SCRAM-SHA-1", "SHA-1", "HmacSHA1", 20),
    SHA_256("SCRAM-SHA-256", "SHA-256", "HmacSHA256", 32);

    private final String mechanism;
    private final String digest;
    private final String mac;
    private final int octets;

    ScramHash(String mechanism, String digest, String mac, int octets) {
        this.mechanism = mechanism;
        this.digest = digest;
        this.mac = mac;
        this.octets = octets;
    }

    /// The SASL name without `-PLUS`.
    public String mechanism() {
        return mechanism;
    }

    /// The JCA name of the hash.
    public String digest() {
        return digest;
    }

    /// The JCA name of the HMAC.
    public String mac() {
        return mac;
    }

    public int octets() {
        return octets;
    }
}
