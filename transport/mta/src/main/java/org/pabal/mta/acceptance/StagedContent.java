// SPDX-License-Identifier: Apache-2.0
package org.pabal.mta.acceptance;

import org.pabal.mailbox.StagedMessage;

/// A mail's content as it lies in the store.
///
/// @param prefixOctets how much at its beginning is for final delivery only
/// @param ownOctets how much at its beginning we have written, the prefix included
record StagedContent(StagedMessage message, int prefixOctets, int ownOctets) {

    /// Where the body begins.
    long bodyPosition() {
        return Math.max(message.scan().headerOctets(), ownOctets);
    }

    long octets() {
        return message.blob().size();
    }
}
