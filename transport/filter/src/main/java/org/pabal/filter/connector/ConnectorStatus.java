// SPDX-License-Identifier: Apache-2.0
package org.pabal.filter.connector;

/// How another program is doing that is asked about mail.
///
/// @param name such as `rspamd`
/// @param trouble why it is not asked at the moment; empty when it is
/// @param asked about so many mails since the start
/// @param failed of them without a usable answer
public record ConnectorStatus(
        String name, String address, String trouble, long asked, long failed) {

    /// Whether it is asked about mail.
    public boolean isUp() {
        return trouble.isEmpty();
    }
}
