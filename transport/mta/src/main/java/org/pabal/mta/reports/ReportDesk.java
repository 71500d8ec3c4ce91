// SPDX-License-Identifier: Apache-2.0
package org.pabal.mta.reports;

import java.time.Instant;

/// Makes one kind of reports. Called by one thread at a time, every minute; nothing here may wait for
/// long but for DNS and store.
public interface ReportDesk {

    /// Makes durable what was collected since the last call.
    ///
    /// @throws org.pabal.message.UnavailableException when the store cannot take it; what was
    ///     collected stays collected
    void flush();

    /// Sends what is due, through {@link ReportPost}, and forgets what nobody will ask for.
    ///
    /// @throws org.pabal.message.UnavailableException when it has to be tried again
    void sendDue(Instant now);
}
