// SPDX-License-Identifier: Apache-2.0
package org.pabal.mailbox.format.v1;

import java.time.Instant;
import java.util.Optional;
import org.pabal.mailbox.EmailId;
import org.pabal.mailbox.StoredMessage;
import org.pabal.mailbox.StoredMessage.SearchText;
import org.pabal.mailbox.summary.HeaderTexts;
import org.pabal.mailbox.summary.MessageSummary;
import org.pabal.message.mime.MimePart;
import org.pabal.message.mime.MimeTree;
import org.pabal.storage.Blob;
import org.pabal.storage.BlobId;

/// The records under `M`: what never changes of a message. First what differs from account to
/// account, then its summary, which is encoded once for all who get it.
public final class MessageFormat {
    private static final int VERSION = 1;

    private MessageFormat() {}

    public static byte[] encode(MessageSummary summary) {
        HeaderTexts texts = summary.texts();
        OctetWriter out =
                new OctetWriter(512 + summary.envelope().length * 2 + summary.structure().length)
                        .string(summary.envelope())
                        .string(summary.bodyStructure())
                        .string(summary.body())
                        .text(summary.preview())
                        .text(texts.subject())
                        .text(texts.from())
                        .text(texts.to())
                        .text(texts.cc())
                        .text(texts.bcc())
                        .text(texts.messageId())
                        .text(texts.inReplyTo())
                        .text(texts.references())
                        .octet(summary.sentDate().isPresent() ? 1 : 0);
        summary.sentDate().ifPresent(date -> out.signed(date.getEpochSecond()));
        return out.string(summary.structure()).toOctets();
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

    public static StoredMessage decode(EmailId id, byte[] record) {
        OctetReader in = new OctetReader(record, VERSION);
        BlobId blob = new BlobId(in.fixed(), in.fixed());
        long octets = in.number();
        Instant internalDate = instant(in.signed());
        byte[] envelope = in.string();
        byte[] bodyStructure = in.string();
        byte[] body = in.string();
        String preview = in.text();
        HeaderTexts texts = texts(in);
        Optional<Instant> sentDate =
                in.octet() == 1 ? Optional.of(instant(in.signed())) : Optional.empty();
        return new StoredMessage(
                id,
                blob,
                octets,
                internalDate,
                envelope,
                bodyStructure,
                body,
                preview,
                searchText(texts, sentDate.orElse(internalDate)),
                structure(in.string()));
    }

    private static HeaderTexts texts(OctetReader in) {
        return new HeaderTexts(
                in.text(), in.text(), in.text(), in.text(), in.text(), in.text(), in.text(),
                in.text());
    }

    private static SearchText searchText(HeaderTexts texts, Instant sentDate) {
        return new SearchText(
                texts.subject(),
                texts.from(),
                texts.to(),
                texts.cc(),
                texts.bcc(),
                texts.messageId(),
                texts.inReplyTo(),
                texts.references(),
                sentDate);
    }

    private static Instant instant(long seconds) {
        if (seconds < Instant.MIN.getEpochSecond() || seconds > Instant.MAX.getEpochSecond()) {
            throw new BrokenRecordException("a date is out of range");
        }
        return Instant.ofEpochSecond(seconds);
    }

    private static MimePart structure(byte[] octets) {
        try {
            return MimeTree.decode(octets);
        } catch (IllegalArgumentException damaged) {
            throw new BrokenRecordException(String.valueOf(damaged.getMessage()));
        }
    }
}
