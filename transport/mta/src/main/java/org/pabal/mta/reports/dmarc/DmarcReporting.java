// SPDX-License-Identifier: Apache-2.0
package org.pabal.mta.reports.dmarc;

/// Learns of each mail that was judged, for the reports to the owners of domains. Safe for use by many
/// threads; takes no time: it counts in memory.
@FunctionalInterface
public interface DmarcReporting {
    /// Where nobody is reported to.
    DmarcReporting NONE = _ -> {};

    /// Called once for each mail that DMARC was asked about, when it is known what becomes of it,
    /// whether it is taken or refused. RFC 9989 §5.3.7.
    void observe(JudgedMail mail);
}
