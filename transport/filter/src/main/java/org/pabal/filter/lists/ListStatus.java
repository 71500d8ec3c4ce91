// SPDX-License-Identifier: Apache-2.0
package org.pabal.filter.lists;

import java.time.Instant;
import java.util.Optional;

/// How a list is doing.
///
/// @param why it is muted or does not answer, and what to do; empty otherwise
/// @param asked questions since the start
/// @param listed of them answered with an entry
/// @param failed of them without an answer, or not in time
/// @param tested when its test entries were last looked at
public record ListStatus(
        String name,
        String zone,
        State state,
        String why,
        long asked,
        long listed,
        long failed,
        Optional<Instant> tested) {
    /// Whether it is asked about mail.
    public boolean isAsked() {
        return state == State.ASKED;
    }

    public enum State {
        ASKED,
        /// Its test entries were not seen yet.
        UNTESTED,
        /// Its answers mean nothing.
        MUTED,
        /// It let us wait in vain.
        SILENT;

        public String word() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }
}
