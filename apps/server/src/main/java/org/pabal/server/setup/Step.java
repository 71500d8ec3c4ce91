// SPDX-License-Identifier: Apache-2.0
package org.pabal.server.setup;

import java.util.Locale;
import java.util.Optional;

/// The steps of the set-up, in their order. Only the first two cannot be left for later.
enum Step {
    ADMINISTRATOR,
    HOSTNAME,
    DOORS,
    DOMAIN,
    CERTIFICATE,
    MAILBOX,
    PROOF;

    enum State {
        OPEN,
        DONE,
        LATER;

        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /// As pages and the store name it.
    String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Optional<Step> of(String id) {
        for (Step step : values()) {
            if (step.id().equals(id)) {
                return Optional.of(step);
            }
        }
        return Optional.empty();
    }

    boolean canWait() {
        return compareTo(HOSTNAME) > 0;
    }
}
