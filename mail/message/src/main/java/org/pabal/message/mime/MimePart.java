// SPDX-License-Identifier: Apache-2.0
package org.pabal.message.mime;

import java.util.ArrayList;
import java.util.List;

/// One part of a message by its place in the octets. RFC 2045 §2, RFC 9051 §6.4.5 part numbers.
///
/// The root stands for the message itself. A multipart has its parts as children; a
/// `message/rfc822` or `message/global` part has exactly one child, the root of the message
/// inside it. Everything else is a leaf, and so is what lies beyond the limits.
///
/// @param content what the header section says of the body
/// @param header the part's own header section
/// @param headerOffset where the header section begins, in octets from the start of the message
/// @param bodyOffset where the body begins
/// @param endOffset where the body ends: before the CRLF that belongs to the next delimiter
/// @param bodyLines line ends within the body
/// @param children see above
public record MimePart(
        MimeContent content,
        HeaderSection header,
        long headerOffset,
        long bodyOffset,
        long endOffset,
        long bodyLines,
        List<MimePart> children) {
    public MimePart {
        children = List.copyOf(children);
    }

    public boolean isMultipart() {
        return content.type().equals("multipart") && !children.isEmpty();
    }

    public boolean isMessage() {
        return content.type().equals("message") && !children.isEmpty();
    }

    public long bodyOctets() {
        return endOffset - bodyOffset;
    }

    /// The root of a message that so many octets of header fields were put above.
    MimePart below(int octets, HeaderSection newHeader) {
        return new MimePart(
                content,
                newHeader,
                headerOffset,
                bodyOffset + octets,
                endOffset + octets,
                bodyLines,
                shifted(children, octets));
    }

    private static List<MimePart> shifted(List<MimePart> parts, int octets) {
        if (parts.isEmpty()) {
            return parts;
        }
        List<MimePart> shifted = new ArrayList<>(parts.size());
        for (MimePart part : parts) {
            shifted.add(part.shifted(octets));
        }
        return shifted;
    }

    private MimePart shifted(int octets) {
        return new MimePart(
                content,
                header,
                headerOffset + octets,
                bodyOffset + octets,
                endOffset + octets,
                bodyLines,
                shifted(children, octets));
    }
}
