// SPDX-License-Identifier: Apache-2.0
package org.pabal.filter.connector.clamd;

import java.nio.file.Path;
import java.time.Duration;
import org.pabal.filter.Outcome;
import org.pabal.filter.connector.WhenDown;
import org.pabal.wire.ServiceAddress;

/// @param timeout from the end of the mail to clamd's word, the wait for a place included
/// @param connections at a time, not more than clamd's `MaxThreads`
/// @param maxOctets that it is shown of a mail, not more than clamd's `StreamMaxLength`
/// @param found what becomes of a mail with a virus, at least
/// @param points for a virus, for those who read the score alone
/// @param folder where mail lies that is larger than what is kept in memory, while it comes in
public record ClamdConfig(
        ServiceAddress address,
        Duration timeout,
        int connections,
        long maxOctets,
        Outcome found,
        double points,
        WhenDown whenDown,
        Path folder) {
    public ClamdConfig {
        if (connections < 1 || maxOctets < 1) {
            throw new IllegalArgumentException("clamd's limits begin at 1");
        }
    }
}
