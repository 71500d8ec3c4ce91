// SPDX-License-Identifier: Apache-2.0
package org.pabal.mailauth.dkim;

import java.util.Optional;

/// Whether a key may be used for a signature, whatever the octets say. RFC 6376 §6.1.2, RFC 8301
/// §3.2.
final class KeyFit {
    private KeyFit() {}

    /// @return why not
    static Optional<KeyAnswer.None> objection(
            DkimKey key, SignatureAlgorithm algorithm, DkimRules rules) {
        if (!key.type().equals(algorithm.keyType())) {
            return never("key is of type " + key.type() + ", signature is " + algorithm.text());
        }
        if (!key.hashes().isEmpty() && !key.hashes().contains(algorithm.hash().text())) {
            return never("key is not for " + algorithm.hash().text() + " (h=)");
        }
        boolean odd = key.bits() < rules.minRsaBits() || key.bits() > rules.maxRsaBits();
        if (key.type().equals("rsa") && odd) {
            return Optional.of(
                    new KeyAnswer.None(
                            DkimResult.POLICY,
                            "key of " + key.bits() + " bits is not acceptable here"));
        }
        return Optional.empty();
    }

    private static Optional<KeyAnswer.None> never(String reason) {
        return Optional.of(new KeyAnswer.None(DkimResult.PERMERROR, reason));
    }
}
