// SPDX-License-Identifier: Apache-2.0
package org.pabal.mailauth.dkim;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.pabal.mailauth.RawField;

/// What a signature over header fields and a body says. RFC 6376 §3.5.
///
/// @param field where it stands
/// @param domain `d=`, in lower case, as A-labels
/// @param identity `i=`, or its default; of ARC the number of its set
/// @param names `h=`
/// @param maxOctets `l=`
record MessageSignature(
        RawField field,
        SignatureAlgorithm algorithm,
        String domain,
        String selector,
        String identity,
        Canonicalization headerForm,
        Canonicalization bodyForm,
        List<String> names,
        byte[] bodyHash,
        byte[] signature,
        OptionalLong maxOctets,
        Optional<Instant> made,
        Optional<Instant> expires) {

    String keyName() {
        return selector + "._domainkey." + domain;
    }

    /// The domain of `i=`.
    String identityDomain() {
        return identity.substring(identity.lastIndexOf('@') + 1);
    }
}
