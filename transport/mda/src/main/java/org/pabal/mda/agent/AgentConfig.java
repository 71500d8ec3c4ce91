// SPDX-License-Identifier: Apache-2.0
package org.pabal.mda.agent;

import java.time.Duration;
import java.time.ZoneId;
import org.pabal.message.Domain;
import org.pabal.sieve.SieveLimits;

/// How the delivery agent delivers.
///
/// @param host our name
/// @param version of this program
/// @param zone in which scripts tell the time
/// @param createMailboxes a mailbox that a script files into is made when it is not there
/// @param duplicateWindow for so long a message with the same Message-ID is filed into a mailbox once;
///     zero for as often as it comes
/// @param limits of scripts
/// @param people lists of whom accounts know, as scripts may ask
public record AgentConfig(
        Domain host,
        String version,
        ZoneId zone,
        boolean createMailboxes,
        Duration duplicateWindow,
        SieveLimits limits,
        PeopleLists people) {

    /// Of accounts that know nobody.
    public AgentConfig(
            Domain host,
            String version,
            ZoneId zone,
            boolean createMailboxes,
            Duration duplicateWindow,
            SieveLimits limits) {
        this(
                host,
                version,
                zone,
                createMailboxes,
                duplicateWindow,
                limits,
                new PeopleLists(KnownPeople.NONE));
    }

    /// As without settings.
    public static AgentConfig defaults(String host) {
        return new AgentConfig(
                Domain.of(host), "0", ZoneId.of("UTC"), false, Duration.ZERO, SieveLimits.DEFAULT);
    }
}
