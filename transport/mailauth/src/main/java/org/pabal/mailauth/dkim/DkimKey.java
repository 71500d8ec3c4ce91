// SPDX-License-Identifier: Apache-2.0
package org.pabal.mailauth.dkim;

import java.security.PublicKey;
import java.util.List;

/// A domain's public key with what its record says of its use. RFC 6376 §3.6.1.
///
/// @param type `rsa` or `ed25519`
/// @param hashes that it may be used with; empty for any
/// @param testing `t=y`
/// @param strict `t=s`: the identity (`i=`) is of the very domain, not of one below
record DkimKey(
        PublicKey key,
        String type,
        int bits,
        List<String> hashes,
        boolean testing,
        boolean strict) {

    DkimKey {
        hashes = List.copyOf(hashes);
    }
}
