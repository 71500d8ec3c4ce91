// SPDX-License-Identifier: Apache-2.0
package org.pabal.mailauth.dkim;

/// The fields that carry a signature over header fields and a body.
enum SignatureKind {
    /// RFC 6376 §3.5.
    DKIM("simple/simple"),
    /// ARC-Message-Signature: as DKIM, but without `v=`, and `i=` is the number of its set. RFC 8617
    /// §4.1.2.
    ARC("relaxed/relaxed");

    private final String defaultForms;

    SignatureKind(String defaultForms) {
        this.defaultForms = defaultForms;
    }

    /// Without `c=`. RFC 8617 does not say that ARC's were another than DKIM's, but its published test
    /// suite and with it all verifiers do.
    String defaultForms() {
        return defaultForms;
    }
}
