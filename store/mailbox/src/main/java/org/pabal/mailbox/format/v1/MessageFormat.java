// SPDX-License-Identifier: Apache-2.0
package org.pabal.mailbox.format.v1;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.pabal.mailbox.EmailId;
import org.pabal.mailbox.StoredMessage;
import org.pabal.mailbox.StoredMessage.SortKey;
import org.pabal.mailbox.StoredMessage.Text;
import org.pabal.mailbox.summary.HeaderTexts;
import org.pabal.mailbox.summary.MessageSummary;
import org.pabal.mailbox.summary.SortTexts;
import org.pabal.storage.Blob;
import org.pabal.storage.BlobId;

/// The records under `M`: what never changes of a message. First what differs from account to
/// account, then its summary, which is encoded once for all who get it: the sent date and then
/// {@link Field}s, each behind its length; the rest is what was found about its sender.
public final class MessageFormat {
    static final int VERSION = 1;

    /// What a summary holds, in this order. What FETCH asks for most stands first.
    enum Field {
        ENVELOPE(0),
        BODYSTRUCTURE(1),
        BODY(2),
        PREVIEW(3),
        STRUCTURE(4),
        SUBJECT(5),
        FROM(6),
        TO(7),
        CC(8),
        BCC(9),
        MESSAGE_ID(10),
        IN_REPLY_TO(11),
        REFERENCES(12),
        /// Whether the subject is one of a reply, and then each {@link SortKey} behind its length.
        SORT_KEYS(13);

        static final int COUNT = values().length;

        private final int place;

        Field(int place) {
            this.place = place;
        }

        static Field of(Text text) {
            return switch (text) {
                case SUBJECT -> SUBJECT;
                case FROM -> FROM;
                case TO -> TO;
                case CC -> CC;
                case BCC -> BCC;
                case MESSAGE_ID -> MESSAGE_ID;
                case IN_REPLY_TO -> IN_REPLY_TO;
                case REFERENCES -> REFERENCES;
            };
        }

        int place() {
            return place;
        }
    }

    private MessageFormat() {}

    /// @param arrival see {@link StoredMessage#arrival}
    public static byte[] encode(MessageSummary summary, String arrival) {
        HeaderTexts texts = summary.texts();
        OctetWriter out =
                new OctetWriter(512 + summary.envelope().length * 2 + summary.structure().length)
                        .octet(summary.sentDate().isPresent() ? 1 : 0);
        summary.sentDate()
                .ifPresent(date ->
                        out.signed(date.toEpochSecond())
                                .signed(date.getOffset().getTotalSeconds() / 60));
        for (Field field : Field.values()) {
            switch (field) {
                case ENVELOPE -> out.string(summary.envelope());
                case BODYSTRUCTURE -> out.string(summary.bodyStructure());
                case BODY -> out.string(summary.body());
                case PREVIEW -> out.text(summary.preview());
                case STRUCTURE -> out.string(summary.structure());
                case SUBJECT -> out.text(texts.subject());
                case FROM -> out.text(texts.from());
                case TO -> out.text(texts.to());
                case CC -> out.text(texts.cc());
                case BCC -> out.text(texts.bcc());
                case MESSAGE_ID -> out.text(texts.messageId());
                case IN_REPLY_TO -> out.text(texts.inReplyTo());
                case REFERENCES -> out.text(texts.references());
                case SORT_KEYS -> out.string(encode(summary.sortTexts()));
            }
        }
        if (!arrival.isEmpty()) {
            out.raw(arrival.getBytes(StandardCharsets.UTF_8));
        }
        return out.toOctets();
    }

    private static byte[] encode(SortTexts texts) {
        OctetWriter out = new OctetWriter(128).octet(texts.isReply() ? 1 : 0);
        for (SortKey key : SortKey.values()) {
            out.string(texts.keys().getOrDefault(key, new byte[0]));
        }
        return out.toOctets();
    }

    /// @param summary as encoded above
    public static byte[] encode(Blob blob, Instant internalDate, byte[] summary) {
        return new OctetWriter(40 + summary.length)
                .octet(VERSION)
                .fixed(blob.id().high())
                .fixed(blob.id().low())
                .number(blob.size())
                .signed(internalDate.getEpochSecond())
                .raw(summary)
                .toOctets();
    }

    public static BlobId blobOf(byte[] record) {
        OctetReader in = new OctetReader(record, VERSION);
        return new BlobId(in.fixed(), in.fixed());
    }

    /// @param record is kept, and must not change
    public static StoredMessage decode(EmailId id, byte[] record) {
        return new MessageRecord(id, record);
    }
}
