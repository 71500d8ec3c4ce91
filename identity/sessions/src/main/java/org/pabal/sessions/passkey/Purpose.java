// SPDX-License-Identifier: Apache-2.0
package org.pabal.sessions.passkey;

/// What a challenge is for.
///
/// @param whose sign-in, session or account: what no other browser can show
public record Purpose(Kind kind, String whose) {
    public enum Kind {
        /// Signing in without anything else. Anybody may ask.
        SIGN_IN,
        /// The second step behind the password.
        SECOND_STEP,
        /// Showing anew who sits there.
        CONFIRM,
        MAKE
    }
}
