// SPDX-License-Identifier: Apache-2.0
package org.pabal.mta.queue;

import org.pabal.storage.BlobId;

/// The content of a queued mail and what it asks of the next server.
///
/// @param size of the blob in octets
/// @param prefixOctets how much at the beginning of the blob (our Return-Path field) is for final
///     delivery only and is not relayed. RFC 5321 §4.4
/// @param eightBit the next server must offer 8BITMIME. RFC 6152
/// @param binary parts may be binary: the next server must offer BINARYMIME, or they are encoded.
///     RFC 3030
/// @param smtpUtf8 the next server must offer SMTPUTF8, for the header section. RFC 6532
/// @param arrival what was found about it when it came, for mailboxes of ours; may be empty
public record Content(
        BlobId blob,
        long size,
        int prefixOctets,
        boolean eightBit,
        boolean smtpUtf8,
        boolean binary,
        String arrival) {
    public Content {
        if (prefixOctets < 0 || prefixOctets > size) {
            throw new IllegalArgumentException(
                    "a prefix of " + prefixOctets + " octets in " + size);
        }
    }

    /// What the next server gets.
    public long relayedOctets() {
        return size - prefixOctets;
    }
}
