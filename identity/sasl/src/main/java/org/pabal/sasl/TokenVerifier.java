// SPDX-License-Identifier: Apache-2.0
package org.pabal.sasl;

import java.util.Optional;

/// Judges the bearer tokens of OAUTHBEARER and XOAUTH2: signature, issuer, audience, times (THREATS
/// A10). A source that is down throws an unchecked exception.
public interface TokenVerifier {

    /// @param token as sent: base64 characters, `-._~+/=`
    /// @return the identity that the token proves; empty for a token that is no good
    Optional<String> identityOf(String token);
}
