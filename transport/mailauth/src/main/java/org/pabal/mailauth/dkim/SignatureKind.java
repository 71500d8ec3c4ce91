// SPDX-License-Identifier: Apache-2.0
package org.pabal.mailauth.dkim;

/// The fields that carry a signature over header fields and a body.
enum SignatureKind {
    /// RFC 6376 §3.5.
    DKIM,
    /// ARC-Message-Signature: as DKIM, but without `v=`, and `i=` is the number of its set. RFC 8617
    /// §4.1.2.
    ARC
}
