// SPDX-License-Identifier: Apache-2.0
package org.pabal.filter;

import java.time.Instant;
import org.pabal.storage.BlobId;

/// A copy that is kept aside.
///
/// @param mailId as log and ledger call it
/// @param session that brought it
/// @param from the reverse-path as it was on the wire, with angle brackets
/// @param address where the copy goes when it is released
/// @param original the recipient as the client named it
/// @param at when it came
/// @param blob the content, with our fields on top
/// @param octets its size
/// @param prefixOctets how much at its beginning is for final delivery only
/// @param smtpUtf8 the header section needs RFC 6532
/// @param binary the content was declared BINARYMIME
/// @param arrival what was found about it when it came, see {@link
///     org.pabal.mailbox.StoredMessage#arrival}
/// @param score that it had for its recipient
public record QuarantinedCopy(
        String mailId,
        String session,
        String from,
        String address,
        String original,
        Instant at,
        BlobId blob,
        long octets,
        int prefixOctets,
        boolean smtpUtf8,
        boolean binary,
        String arrival,
        double score) {}
