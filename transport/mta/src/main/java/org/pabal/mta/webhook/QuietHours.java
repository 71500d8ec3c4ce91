// SPDX-License-Identifier: Apache-2.0
package org.pabal.mta.webhook;

import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;

/// When nobody wants to be told, every day.
///
/// @param until when it ends; on the next day where that is earlier than it begins
public record QuietHours(LocalTime from, LocalTime until, ZoneId zone) {

    public boolean contains(Instant at) {
        LocalTime time = LocalTime.ofInstant(at, zone);
        return from.isBefore(until)
                ? !time.isBefore(from) && time.isBefore(until)
                : !time.isBefore(from) || time.isBefore(until);
    }
}
