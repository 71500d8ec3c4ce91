// SPDX-License-Identifier: Apache-2.0
package org.pabal.milter;

import java.time.Duration;

/// How long a milter may take. The defaults are those that postmasters know from Postfix.
///
/// @param connect to answer a connection and the negotiation
/// @param command to answer an event of the SMTP session
/// @param content to answer the end of the body; a sign of progress begins it anew
public record MilterTimes(Duration connect, Duration command, Duration content) {
    public static final MilterTimes DEFAULT =
            new MilterTimes(
                    Duration.ofSeconds(30), Duration.ofSeconds(30), Duration.ofSeconds(300));
}
