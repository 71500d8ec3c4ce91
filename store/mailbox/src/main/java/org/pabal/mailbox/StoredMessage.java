// SPDX-License-Identifier: Apache-2.0
package org.pabal.mailbox;

import java.time.Instant;
import org.pabal.message.mime.MimePart;
import org.pabal.storage.BlobId;

/// What is stored with a message: computed once, when it was filed.
///
/// @param octets the size
/// @param envelope the ENVELOPE as it is sent, with its parentheses: ASCII, non-ASCII text as
///     encoded words (RFC 2047) also where the header field had raw 8-bit text. RFC 9051 §7.5.2
/// @param bodyStructure the BODYSTRUCTURE as it is sent, with extension data
/// @param body the same without extension data, for BODY
/// @param preview RFC 8970
/// @param searchText what header criteria look at, decoded, upper and lower case kept
/// @param structure offsets; the header sections of its parts are empty, the octets tell
public record StoredMessage(
        EmailId id,
        BlobId blob,
        long octets,
        Instant internalDate,
        byte[] envelope,
        byte[] bodyStructure,
        byte[] body,
        String preview,
        SearchText searchText,
        MimePart structure) {

    /// The decoded text of the header fields that SEARCH and SORT ask for; empty text for an
    /// absent one.
    ///
    /// @param sentDate of the Date field; the internal date where that is absent or broken
    public record SearchText(
            String subject,
            String from,
            String to,
            String cc,
            String bcc,
            String messageId,
            String inReplyTo,
            String references,
            Instant sentDate) {}
}
