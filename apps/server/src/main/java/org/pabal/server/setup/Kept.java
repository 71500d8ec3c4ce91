// SPDX-License-Identifier: Apache-2.0
package org.pabal.server.setup;

import java.io.IOException;
import org.pabal.sessions.door.Answer;

/// Keeps settings, and answers where that fails.
final class Kept {
    private Kept() {}

    /// What keeps them.
    interface Keeping {
        /// @throws IOException when they cannot be kept
        void keep() throws IOException;
    }

    /// @throws Answer when they cannot be kept
    static void by(Keeping keeping) {
        try {
            keeping.keep();
        } catch (IOException unwritable) {
            throw Answer.no(
                    503, "notKept", "The settings cannot be kept: " + unwritable.getMessage());
        }
    }
}
