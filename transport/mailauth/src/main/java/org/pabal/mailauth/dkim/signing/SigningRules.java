// SPDX-License-Identifier: Apache-2.0
package org.pabal.mailauth.dkim.signing;

import java.time.Duration;
import java.util.Optional;
import org.pabal.mailauth.dkim.Canonicalization;

/// How mail is signed.
///
/// @param header the form in which header fields are hashed
/// @param body the form in which the body is
/// @param validity how long a signature is good: `x=`; empty for as long as its key is published
public record SigningRules(
        Canonicalization header, Canonicalization body, Optional<Duration> validity) {

    /// Relaxed: what servers on the way do to blanks and folding is forgiven.
    public static SigningRules standard() {
        return new SigningRules(
                Canonicalization.RELAXED, Canonicalization.RELAXED, Optional.empty());
    }
}
