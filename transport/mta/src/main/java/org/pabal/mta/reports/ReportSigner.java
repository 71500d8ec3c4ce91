// SPDX-License-Identifier: Apache-2.0
package org.pabal.mta.reports;

/// Signs reports with the keys of the domain that they come from. RFC 9990 §3.5.1: who gets one asks
/// DMARC whose it is.
@FunctionalInterface
public interface ReportSigner {
    /// Where no domain signs.
    ReportSigner NONE = _ -> new byte[0];

    /// @param message as a whole, with CRLF line ends; not to be changed
    /// @return whole header fields to stand on top; none when its author's domain has no keys
    byte[] fields(byte[] message);
}
