// SPDX-License-Identifier: Apache-2.0
package org.pabal.mailauth.dmarc;

/// How near an authenticated domain is to the author's. RFC 9989 §4.4.
public enum Alignment {
    /// The same domain.
    STRICT,
    /// Another domain of the same organization, and the policy asks for no more.
    RELAXED,
    /// Not authenticated, or not near enough.
    NONE;

    /// Makes the mail pass.
    public boolean counts() {
        return this != NONE;
    }
}
