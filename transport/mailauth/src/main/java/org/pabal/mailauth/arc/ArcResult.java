// SPDX-License-Identifier: Apache-2.0
package org.pabal.mailauth.arc;

import java.util.Locale;

/// The state of a chain. RFC 8617 §4.4.
public enum ArcResult {
    /// There is no chain.
    NONE,
    PASS,
    FAIL;

    /// As in `cv=` and in Authentication-Results.
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }
}
