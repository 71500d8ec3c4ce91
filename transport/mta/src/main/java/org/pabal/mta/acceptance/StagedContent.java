// SPDX-License-Identifier: Apache-2.0
package org.pabal.mta.acceptance;

import org.pabal.mailbox.StagedMessage;

/// A mail's content as it lies in the store.
///
/// @param own the fields at its beginning that we have written
/// @param examination by which it was examined
/// @param examined what that found
record StagedContent(
        StagedMessage message, OwnFields own, ContentExamination examination, Examined examined) {

    /// How much at its beginning is for final delivery only.
    int prefixOctets() {
        return own.returnPath().length;
    }

    /// How much at its beginning we have written, the prefix included.
    int ownOctets() {
        return own.size();
    }

    /// Where the body begins.
    long bodyPosition() {
        return Math.max(message.scan().headerOctets(), ownOctets());
    }

    long octets() {
        return message.blob().size();
    }

    boolean isEightBit() {
        return message.scan().eightBit() || own.isEightBit();
    }

    boolean hasEightBitHeader() {
        return message.scan().eightBitHeader() || own.isEightBit();
    }
}
