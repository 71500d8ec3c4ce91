// SPDX-License-Identifier: Apache-2.0
package org.pabal.dns;

/// A TLSA record as it stands in the DNS, known values or not. RFC 6698 §2.1.
///
/// @param usage 0 to 3 are known: PKIX-TA, PKIX-EE, DANE-TA, DANE-EE (RFC 7218)
/// @param selector 0 for the certificate, 1 for its public key
/// @param matching 0 for the octets themselves, 1 for their SHA-256, 2 for their SHA-512
/// @param association the certificate association data in lower-case hexadecimal
public record Tlsa(int usage, int selector, int matching, String association) {

    @Override
    public String toString() {
        return usage + " " + selector + " " + matching + " " + association;
    }
}
