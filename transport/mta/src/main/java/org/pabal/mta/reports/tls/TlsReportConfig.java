// SPDX-License-Identifier: Apache-2.0
package org.pabal.mta.reports.tls;

import org.pabal.message.Address;

/// Who reports.
///
/// @param organization in words
/// @param from the address that reports come from; its domain is the submitter
/// @param contact how to reach us: an address or a page
public record TlsReportConfig(String organization, Address from, String contact) {

    String submitter() {
        return from.domain().toAscii();
    }
}
