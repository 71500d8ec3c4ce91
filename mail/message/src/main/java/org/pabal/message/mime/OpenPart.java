// SPDX-License-Identifier: Apache-2.0
package org.pabal.message.mime;

import java.util.ArrayList;
import java.util.List;

/// A part whose end has not been seen yet.
final class OpenPart {
    final long headerOffset;

    /// Set once the header section is read.
    MimeContent content = ContentDefaults.OPAQUE;

    HeaderSection header = new HeaderSection(List.of());
    long bodyOffset;

    /// Line ends before the body.
    long linesBefore;

    private final List<MimePart> children = new ArrayList<>(0);

    OpenPart(long headerOffset) {
        this.headerOffset = headerOffset;
        this.bodyOffset = headerOffset;
    }

    void add(MimePart child) {
        children.add(child);
    }

    MimePart close(long endOffset, long bodyLines) {
        return new MimePart(
                content, header, headerOffset, bodyOffset, endOffset, bodyLines, children);
    }

    boolean isDigest() {
        return content.type().equals("multipart") && content.subtype().equals("digest");
    }

    boolean isEmbeddedMessage() {
        return content.type().equals("message")
                && (content.subtype().equals("rfc822") || content.subtype().equals("global"))
                && TransferDecoding.isIdentity(content.transferEncoding());
    }
}
