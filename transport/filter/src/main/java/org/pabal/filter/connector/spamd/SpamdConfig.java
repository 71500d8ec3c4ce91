// SPDX-License-Identifier: Apache-2.0
package org.pabal.filter.connector.spamd;

import java.time.Duration;
import org.pabal.filter.connector.WhenDown;
import org.pabal.wire.ServiceAddress;

/// @param timeout from the connection to the last octet received
/// @param weight by which its score is multiplied
/// @param hostname of this server, for the Received field that it is shown
/// @param users whose preferences it is to use
public record SpamdConfig(
        ServiceAddress address,
        Duration timeout,
        double weight,
        WhenDown whenDown,
        String hostname,
        Users users) {

    public enum Users {
        /// One for all.
        NONE,
        /// The account's address, for mail to one account.
        ACCOUNT
    }
}
