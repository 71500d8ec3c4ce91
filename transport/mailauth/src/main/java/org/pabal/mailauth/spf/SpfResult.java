// SPDX-License-Identifier: Apache-2.0
package org.pabal.mailauth.spf;

import java.util.Locale;

/// What SPF says. RFC 7208 §2.6.
public enum SpfResult {
    /// No domain to ask about, or it publishes nothing.
    NONE,
    NEUTRAL,
    PASS,
    FAIL,
    SOFTFAIL,
    /// The DNS did not answer: another attempt may have a result.
    TEMPERROR,
    /// The domain's records are wrong: somebody has to mend them.
    PERMERROR;

    /// As header fields have it. RFC 7208 §9.1, RFC 8601 §2.7.2.
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
