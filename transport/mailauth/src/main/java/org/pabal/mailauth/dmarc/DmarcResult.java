// SPDX-License-Identifier: Apache-2.0
package org.pabal.mailauth.dmarc;

/// The words of Authentication-Results for it. RFC 7489 §11.2, RFC 9989 §9.2.
public enum DmarcResult {
    /// No policy covers the author's domain.
    NONE,
    /// An identifier that was authenticated belongs to the author's domain.
    PASS,
    /// Nothing authenticated belongs to it, or the From field does not name one author's domain
    /// (THREATS M09).
    FAIL,
    /// The DNS did not answer what had to be known.
    TEMPERROR,
    /// The domain's record says nothing that can be followed.
    PERMERROR
}
