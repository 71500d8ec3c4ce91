// SPDX-License-Identifier: Apache-2.0
package org.pabal.mta.reports;

import org.pabal.message.Domain;

/// Signs a report with the keys of the domain that it comes from. RFC 9990 §3.5.1: who gets it asks
/// DMARC whose it is.
@FunctionalInterface
public interface ReportSigner {
    /// Where no domain signs.
    ReportSigner NONE = (_, message) -> message;

    /// @param message with CRLF line ends; not to be changed
    /// @return the message with its signatures on top, or the same one
    byte[] signed(Domain domain, byte[] message);
}
