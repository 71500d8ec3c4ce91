// SPDX-License-Identifier: Apache-2.0
package org.pabal.mailauth.dmarc;

/// How near an authenticated domain must be to the author's. RFC 9989 §4.7, `adkim` and `aspf`.
public enum AlignmentMode {
    /// The same organizational domain.
    RELAXED,
    /// The same domain.
    STRICT;

    /// As it stands in records and reports.
    public String word() {
        return this == STRICT ? "s" : "r";
    }
}
