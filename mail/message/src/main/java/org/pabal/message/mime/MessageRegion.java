// SPDX-License-Identifier: Apache-2.0
package org.pabal.message.mime;

import java.util.ArrayList;
import java.util.List;

/// A run of octets of a message with one meaning. The regions of a message follow one another
/// without a hole, and the header section of a leaf comes right before its body.
///
/// @param part that it belongs to
/// @param message whether the part is a message, and not a part of a multipart
/// @param signed within a `multipart/signed`
record MessageRegion(
        Kind kind, MimePart part, boolean message, boolean signed, long from, long to) {

    enum Kind {
        HEADER,
        /// Delimiters, and text around parts that nobody reads.
        GAP,
        LEAF
    }

    long octets() {
        return to - from;
    }

    static List<MessageRegion> of(MimePart root) {
        List<MessageRegion> regions = new ArrayList<>();
        add(root, true, false, regions);
        return regions;
    }

    private static void add(
            MimePart part, boolean message, boolean signed, List<MessageRegion> regions) {
        regions.add(
                new MessageRegion(
                        Kind.HEADER,
                        part,
                        message,
                        signed,
                        part.headerOffset(),
                        part.bodyOffset()));
        if (part.children().isEmpty()) {
            regions.add(
                    new MessageRegion(
                            Kind.LEAF, part, message, signed, part.bodyOffset(), part.endOffset()));
            return;
        }
        boolean inside = signed || part.content().subtype().equals("signed");
        long at = part.bodyOffset();
        for (MimePart child : part.children()) {
            regions.add(gap(part, inside, at, child.headerOffset()));
            add(child, part.isMessage(), inside, regions);
            at = child.endOffset();
        }
        regions.add(gap(part, inside, at, part.endOffset()));
    }

    private static MessageRegion gap(MimePart part, boolean signed, long from, long to) {
        return new MessageRegion(Kind.GAP, part, false, signed, from, to);
    }
}
