// SPDX-License-Identifier: Apache-2.0
package org.pabal.mailauth.dkim;

import java.util.Locale;

/// What came of a signature, by the names of RFC 8601 §2.7.1; the best first.
public enum DkimResult {
    PASS,
    /// The key could not be had just now.
    TEMPERROR,
    /// Not acceptable here whatever its octets say: a weak key or algorithm, a part of the body left
    /// out (`l=`), a date in the future.
    POLICY,
    /// Nothing that can be judged: syntax, or an algorithm of tomorrow.
    NEUTRAL,
    /// Header or body are not what was signed, or the signature has expired.
    FAIL,
    /// Never to be verified: tags or the key are missing, or do not fit each other.
    PERMERROR,
    /// The message is not signed.
    NONE;

    /// As written in Authentication-Results.
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }
}
