// SPDX-License-Identifier: Apache-2.0
package org.pabal.sasl;

/// Judges the bearer tokens of OAUTHBEARER and XOAUTH2: signature, issuer, audience, times (THREATS
/// A10). A source that is down throws an unchecked exception, which is neither good nor bad.
public interface TokenVerifier {

    /// @param token as sent: base64 characters, `-._~+/=`
    TokenJudgement judge(String token);

    /// Where a client whose token is no good gets a better one.
    default TokenHint hint() {
        return TokenHint.NONE;
    }
}
