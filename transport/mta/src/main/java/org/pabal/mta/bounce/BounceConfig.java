// SPDX-License-Identifier: Apache-2.0
package org.pabal.mta.bounce;

import java.util.Optional;
import org.pabal.message.Domain;

/// How reports are made.
///
/// @param hostname the reporting MTA
/// @param defaultDomain whose postmaster is told of what strangers are not told; empty: the
///     directory's first
/// @param strangers who is told when a mail that we received from outside is given up
/// @param doubleBounces who is told when a report is given up
/// @param maxReturnedOctets a mail up to this size comes back whole, of others the header section
public record BounceConfig(
        String hostname,
        Optional<Domain> defaultDomain,
        Strangers strangers,
        DoubleBounces doubleBounces,
        int maxReturnedOctets) {

    /// A report is made in memory.
    public static final int MOST_RETURNED_OCTETS = 10 << 20;

    /// The reverse-path of received mail may be forged: a report to it may hit an innocent
    /// (THREATS O05, I7).
    public enum Strangers {
        /// The reverse-path, as RFC 5321 §6.1 has it.
        TELL_SENDER,
        TELL_POSTMASTER,
        /// Nobody but log and ledger.
        TELL_NOBODY
    }

    /// Nothing is ever reported to the null reverse-path of a report. RFC 5321 §4.5.5.
    public enum DoubleBounces {
        TELL_POSTMASTER,
        TELL_NOBODY
    }

    public BounceConfig with(Strangers other) {
        return new BounceConfig(hostname, defaultDomain, other, doubleBounces, maxReturnedOctets);
    }

    public BounceConfig with(DoubleBounces other) {
        return new BounceConfig(hostname, defaultDomain, strangers, other, maxReturnedOctets);
    }

    public static BounceConfig defaults(String hostname) {
        return new BounceConfig(
                hostname,
                Optional.empty(),
                Strangers.TELL_POSTMASTER,
                DoubleBounces.TELL_NOBODY,
                50 * 1024);
    }
}
