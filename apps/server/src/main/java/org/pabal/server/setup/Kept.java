// SPDX-License-Identifier: Apache-2.0
package org.pabal.server.setup;

import java.io.IOException;
import java.util.Map;
import org.pabal.sessions.door.Answer;

/// Keeps settings, and answers where that fails.
final class Kept {
    private Kept() {}

    /// @throws Answer when they cannot be kept
    static void in(ThisHost host, Map<String, String> changes) {
        try {
            host.keep(changes);
        } catch (IOException unwritable) {
            throw Answer.no(
                    503, "notKept", "The settings cannot be kept: " + unwritable.getMessage());
        }
    }
}
