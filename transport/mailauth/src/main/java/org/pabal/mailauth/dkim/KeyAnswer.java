// SPDX-License-Identifier: Apache-2.0
package org.pabal.mailauth.dkim;

import java.util.List;

/// What asking for a key gave.
sealed interface KeyAnswer {
    /// @param keys at least one
    record Keys(List<DkimKey> keys) implements KeyAnswer {
        public Keys {
            keys = List.copyOf(keys);
        }
    }

    record None(DkimResult result, String reason) implements KeyAnswer {}
}
