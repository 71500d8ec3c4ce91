// SPDX-License-Identifier: Apache-2.0
package org.pabal.message.mime;

/// What one pass over a message found.
///
/// @param root the MIME tree
/// @param octets the size of the message
/// @param lines line ends in the message
/// @param headerOctets the size of the header section with its empty line
/// @param preview the first words of the first text part as people read it, at most 200 characters,
///     without line ends or control characters. RFC 8970 §2.
/// @param ambiguous true when readers could disagree: two Content-Type fields, two boundaries, two
///     transfer encodings (THREATS M07)
/// @param eightBitHeader the header section holds octets beyond ASCII, our own fields aside
/// @param eightBit the message does
public record ScannedMessage(
        MimePart root,
        long octets,
        long lines,
        long headerOctets,
        String preview,
        boolean ambiguous,
        boolean eightBitHeader,
        boolean eightBit) {
    public HeaderSection header() {
        return root.header();
    }
}
