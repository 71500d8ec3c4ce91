// SPDX-License-Identifier: Apache-2.0
package org.pabal.mta.webhook;

import java.time.Instant;
import java.util.Optional;

/// What a webhook's owner is shown of how it goes.
///
/// @param times from a mail's acceptance to the other server's word that it has the notification
public record WebhookRecord(Optional<Answer> last, NoticeTimes times) {
    public static final WebhookRecord EMPTY = new WebhookRecord(Optional.empty(), NoticeTimes.NONE);

    /// What the other server said, or why nothing was heard.
    ///
    /// @param status of HTTP; 0 when nothing was answered
    /// @param said in its own words, at most 300 characters
    public record Answer(Instant at, int status, String said) {
        public boolean isGood() {
            return status / 100 == 2;
        }
    }
}
