// SPDX-License-Identifier: Apache-2.0
package org.pabal.message.envelope;

/// The recipient as the sender knows it. RFC 3461 §4.2.
///
/// @param addressType such as `rfc822`
/// @param address decoded from xtext
public record OriginalRecipient(String addressType, String address) {
    /// As a report shows it: `rfc822;bob@example.org`.
    @Override
    public String toString() {
        return addressType + ";" + address;
    }
}
