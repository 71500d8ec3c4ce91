// SPDX-License-Identifier: Apache-2.0
package org.pabal.mailauth.arc;

import org.pabal.mailauth.RawField;

/// What one host added: what it had found of the message, its signature over the message as it handed
/// it on, and its seal over the chain. RFC 8617 §4.2.
///
/// @param instance from 1
/// @param found the ARC-Authentication-Results
/// @param signature the ARC-Message-Signature
/// @param seal the ARC-Seal
/// @param sealer `d=` of the seal, in lower case
/// @param chain `cv=`: what the host had found of the chain before it
public record ArcSet(
        int instance,
        RawField found,
        RawField signature,
        RawField seal,
        String sealer,
        ArcResult chain) {

    /// What the host had found, as in an Authentication-Results field: its authserv-id and results.
    public String results() {
        String value = found.value();
        return value.substring(value.indexOf(';') + 1).strip();
    }
}
