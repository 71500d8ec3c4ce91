// SPDX-License-Identifier: Apache-2.0
package org.pabal.mailbox.format.v1;

import java.time.Instant;
import org.pabal.mailbox.EmailId;
import org.pabal.mailbox.StoredMessage;
import org.pabal.mailbox.StoredMessage.Text;
import org.pabal.mailbox.summary.HeaderTexts;
import org.pabal.mailbox.summary.MessageSummary;
import org.pabal.storage.Blob;
import org.pabal.storage.BlobId;

/// The records under `M`: what never changes of a message. First what differs from account to
/// account, then its summary, which is encoded once for all who get it: the sent date and then
/// {@link Field}s, each behind its length.
public final class MessageFormat {
    static final int VERSION = 1;

    /// What a summary holds, in this order; behind these, one for each {@link Text}. What FETCH asks
    /// for most stands first.
    enum Field {
        ENVELOPE,
        BODYSTRUCTURE,
        BODY,
        PREVIEW,
        STRUCTURE;

        static final int COUNT = values().length + Text.values().length;

        static int of(Text text) {
            return values().length + text.ordinal();
        }
    }

    private MessageFormat() {}

    public static byte[] encode(MessageSummary summary) {
        OctetWriter out =
                new OctetWriter(512 + summary.envelope().length * 2 + summary.structure().length)
                        .octet(summary.sentDate().isPresent() ? 1 : 0);
        summary.sentDate().ifPresent(date -> out.signed(date.getEpochSecond()));
        for (Field field : Field.values()) {
            switch (field) {
                case ENVELOPE -> out.string(summary.envelope());
                case BODYSTRUCTURE -> out.string(summary.bodyStructure());
                case BODY -> out.string(summary.body());
                case PREVIEW -> out.text(summary.preview());
                case STRUCTURE -> out.string(summary.structure());
            }
        }
        for (Text text : Text.values()) {
            out.text(text(summary.texts(), text));
        }
        return out.toOctets();
    }

    private static String text(HeaderTexts texts, Text which) {
        return switch (which) {
            case SUBJECT -> texts.subject();
            case FROM -> texts.from();
            case TO -> texts.to();
            case CC -> texts.cc();
            case BCC -> texts.bcc();
            case MESSAGE_ID -> texts.messageId();
            case IN_REPLY_TO -> texts.inReplyTo();
            case REFERENCES -> texts.references();
        };
    }

    /// @param summary as encoded above
    public static byte[] encode(
            Blob blob, Instant internalDate, Instant savedDate, byte[] summary) {
        return new OctetWriter(40 + summary.length)
                .octet(VERSION)
                .fixed(blob.id().high())
                .fixed(blob.id().low())
                .number(blob.size())
                .signed(internalDate.getEpochSecond())
                .signed(savedDate.getEpochSecond())
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
