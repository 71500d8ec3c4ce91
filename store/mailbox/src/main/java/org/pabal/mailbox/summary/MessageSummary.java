// SPDX-License-Identifier: Apache-2.0
package org.pabal.mailbox.summary;

import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.pabal.message.mime.MimeContent;
import org.pabal.message.mime.MimePart;
import org.pabal.message.mime.MimeTree;
import org.pabal.message.mime.ScannedMessage;

/// What is kept with a message, whoever gets it.
///
/// @param sentDate of the Date field, where that can be read
/// @param structure as {@link MimeTree} writes it
public record MessageSummary(
        byte[] envelope,
        byte[] bodyStructure,
        byte[] body,
        String preview,
        HeaderTexts texts,
        SortTexts sortTexts,
        Optional<OffsetDateTime> sentDate,
        byte[] structure) {
    /// A structure that takes more than this is an attack; it becomes one opaque leaf.
    private static final int MAX_STRUCTURE_OCTETS = 2 << 20;

    public static MessageSummary of(ScannedMessage message) {
        MessageSummary summary = of(message, message.root());
        return summary.bodyStructure.length > MAX_STRUCTURE_OCTETS
                        || summary.structure.length > MAX_STRUCTURE_OCTETS
                ? of(message, opaque(message.root()))
                : summary;
    }

    private static MessageSummary of(ScannedMessage message, MimePart root) {
        HeaderTexts texts = HeaderTexts.of(message.header());
        return new MessageSummary(
                EnvelopeWriter.envelope(message.header()),
                BodyStructureWriter.bodyStructure(root),
                BodyStructureWriter.body(root),
                message.preview(),
                texts,
                SortTexts.of(message.header(), texts.subject()),
                HeaderTexts.sentDate(message.header()),
                MimeTree.encode(root));
    }

    private static MimePart opaque(MimePart root) {
        MimeContent content =
                new MimeContent(
                        "application",
                        "octet-stream",
                        Map.of(),
                        "8bit",
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Map.of(),
                        List.of(),
                        Optional.empty());
        return new MimePart(
                content,
                root.header(),
                root.headerOffset(),
                root.bodyOffset(),
                root.endOffset(),
                root.bodyLines(),
                List.of());
    }
}
