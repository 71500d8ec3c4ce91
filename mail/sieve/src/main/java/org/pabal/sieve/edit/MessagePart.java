// SPDX-License-Identifier: Apache-2.0
package org.pabal.sieve.edit;

import java.util.List;
import org.pabal.message.mime.HeaderSection;
import org.pabal.message.mime.MimePart;
import org.pabal.sieve.SieveMessage;

/// A MIME part and where its octets are.
///
/// @param source what the offsets of the part count in
/// @param header its header section, as it is now
public record MessagePart(SieveMessage source, MimePart part, HeaderSection header) {

    public static MessagePart of(SieveMessage source, MimePart part) {
        return new MessagePart(source, part, part.header());
    }

    public List<MessagePart> children() {
        return part.children().stream().map(child -> of(source, child)).toList();
    }

    /// The octets of the header section with its empty line, as it was found.
    public byte[] section() {
        return EditedMessage.octets(source, part.headerOffset(), part.bodyOffset());
    }
}
