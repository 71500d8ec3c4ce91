// SPDX-License-Identifier: Apache-2.0
package org.pabal.mta.reports.dmarc;

import java.time.Duration;
import org.pabal.message.Address;

/// How reports are made.
///
/// @param hostname who reports
/// @param organization who that is, for people
/// @param from whose mail reports are: an address of a domain that DMARC passes for
/// @param delay how long after the end of the day (UTC) its reports are sent, so that not all servers
///     of the world send at once
/// @param maxRows of one domain's day; what comes beyond is counted in one number
/// @param maxRowsOfAll of a day
public record DmarcReportConfig(
        String hostname,
        String organization,
        Address from,
        Duration delay,
        int maxRows,
        int maxRowsOfAll) {

    /// A quarter of an hour to three hours late, by the host's name.
    public static DmarcReportConfig defaults(String hostname, String organization, Address from) {
        int minutes = 15 + Math.floorMod(hostname.hashCode(), 165);
        return new DmarcReportConfig(
                hostname, organization, from, Duration.ofMinutes(minutes), 5_000, 500_000);
    }
}
