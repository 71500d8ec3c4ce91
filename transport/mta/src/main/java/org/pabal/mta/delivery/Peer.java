// SPDX-License-Identifier: Apache-2.0
package org.pabal.mta.delivery;

import org.pabal.smtp.DeliveryOutcome.Reports;

/// The host that took a mail up, for the ledger.
///
/// @param host its name; may be empty
/// @param address such as `192.0.2.1`; may be empty
/// @param protection what TLS agreed on and whether the certificate proved anything, or `no TLS`; may
///     be empty
/// @param reports who tells of success from there on, to those who asked for it
public record Peer(String host, String address, String protection, Reports reports) {

    /// No host, or one that nothing is known of.
    public static final Peer NOBODY = new Peer("", "", "", Reports.US);
}
