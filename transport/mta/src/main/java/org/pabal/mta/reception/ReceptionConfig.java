// SPDX-License-Identifier: Apache-2.0
package org.pabal.mta.reception;

import java.net.InetAddress;
import java.util.function.Predicate;
import org.pabal.mta.acceptance.MessageLimits;
import org.pabal.mta.policy.SourceRates;

/// How mail is received.
///
/// @param hostname in Received fields and replies
/// @param clientNames whether the name of a client's address is looked up for Received fields
/// @param ownNetworks whose clients may relay and are neither judged nor counted
/// @param rates how much a stranger's address may bring
public record ReceptionConfig(
        String hostname,
        MessageLimits limits,
        boolean clientNames,
        Predicate<InetAddress> ownNetworks,
        UnknownSenderDomain unknownSenderDomain,
        SourceRates.Limits rates) {
    public static ReceptionConfig defaults(String hostname) {
        return new ReceptionConfig(
                hostname,
                MessageLimits.defaults(),
                true,
                _ -> false,
                UnknownSenderDomain.REJECT,
                SourceRates.Limits.defaults());
    }
}
