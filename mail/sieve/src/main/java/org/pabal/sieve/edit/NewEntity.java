// SPDX-License-Identifier: Apache-2.0
package org.pabal.sieve.edit;

import org.pabal.message.mime.MimePart;
import org.pabal.sieve.SieveMessage;

/// A MIME entity that a script has put in the place of another one. RFC 2045 §2.4.
public final class NewEntity {
    private final EditedMessage message;
    private final byte[] octets;

    /// @param octets header section, empty line and body, lines ending in CRLF
    public NewEntity(byte[] octets) {
        this.octets = octets;
        this.message = EditedMessage.of(octets);
    }

    byte[] octets() {
        return octets;
    }

    /// The entity by itself: what the offsets of {@link #root()} count in.
    public SieveMessage message() {
        return message;
    }

    public MimePart root() {
        return message.scan().root();
    }
}
