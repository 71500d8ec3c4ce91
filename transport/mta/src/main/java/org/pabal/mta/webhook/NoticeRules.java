// SPDX-License-Identifier: Apache-2.0
package org.pabal.mta.webhook;

import java.time.Instant;
import java.util.Optional;

/// When somebody is told of a mail, and how much.
public record NoticeRules(Wanted wanted, Optional<QuietHours> quiet, Show show) {
    public static final NoticeRules PRESET =
            new NoticeRules(new Wanted.All(), Optional.empty(), Show.FULL);

    public boolean isQuiet(Instant at) {
        return quiet.filter(hours -> hours.contains(at)).isPresent();
    }
}
