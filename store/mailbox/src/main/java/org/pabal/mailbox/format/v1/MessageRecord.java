// SPDX-License-Identifier: Apache-2.0
package org.pabal.mailbox.format.v1;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;
import org.pabal.mailbox.EmailId;
import org.pabal.mailbox.StoredMessage;
import org.pabal.mailbox.format.v1.MessageFormat.Field;
import org.pabal.message.mime.MimePart;
import org.pabal.message.mime.MimeTree;
import org.pabal.storage.BlobId;

/// A record under `M`, with the places of its fields. All lengths are checked at the beginning, so
/// that a damaged record is known before a word of it is sent.
final class MessageRecord implements StoredMessage {
    private static final long SECONDS_PER_DAY = 86_400;

    private final EmailId id;
    private final byte[] record;
    private final long blobHigh;
    private final long blobLow;
    private final long size;
    private final long internalDate;
    private final long sentDate;

    /// Of the Date field's time zone.
    private final int sentMinutes;

    private final int[] offsets = new int[Field.COUNT];
    private final int[] lengths = new int[Field.COUNT];
    private @Nullable MimePart structure; // decoded twice at worst, by two threads

    MessageRecord(EmailId id, byte[] record) {
        this.id = id;
        this.record = record;
        OctetReader in = new OctetReader(record, MessageFormat.VERSION);
        blobHigh = in.fixed();
        blobLow = in.fixed();
        size = in.number();
        internalDate = seconds(in);
        boolean hasDate = in.octet() == 1;
        sentDate = hasDate ? seconds(in) : internalDate;
        sentMinutes = hasDate ? (int) in.signed() : 0;
        for (int field = 0; field < offsets.length; field++) {
            lengths[field] = in.count();
            offsets[field] = in.skip(lengths[field]);
        }
    }

    private static long seconds(OctetReader in) {
        long seconds = in.signed();
        if (seconds < Instant.MIN.getEpochSecond() || seconds > Instant.MAX.getEpochSecond()) {
            throw new BrokenRecordException("a date is out of range");
        }
        return seconds;
    }

    @Override
    public EmailId id() {
        return id;
    }

    @Override
    public BlobId blob() {
        return new BlobId(blobHigh, blobLow);
    }

    @Override
    public long octets() {
        return size;
    }

    @Override
    public Instant internalDate() {
        return Instant.ofEpochSecond(internalDate);
    }

    @Override
    public Instant sentDate() {
        return Instant.ofEpochSecond(sentDate);
    }

    @Override
    public LocalDate sentDay() {
        return LocalDate.ofEpochDay(Math.floorDiv(sentDate + sentMinutes * 60L, SECONDS_PER_DAY));
    }

    @Override
    public byte[] sortKey(SortKey which) {
        OctetReader in = sortKeys();
        in.octet();
        for (SortKey key : SortKey.values()) {
            if (key == which) {
                break;
            }
            in.skip(in.count());
        }
        return in.string();
    }

    @Override
    public boolean isReply() {
        return sortKeys().octet() == 1;
    }

    private OctetReader sortKeys() {
        return OctetReader.at(record, offsets[Field.SORT_KEYS.place()]);
    }

    private Stretch stretch(Field field) {
        return new Stretch(record, offsets[field.place()], lengths[field.place()]);
    }

    @Override
    public Stretch envelope() {
        return stretch(Field.ENVELOPE);
    }

    @Override
    public Stretch bodyStructure() {
        return stretch(Field.BODYSTRUCTURE);
    }

    @Override
    public Stretch body() {
        return stretch(Field.BODY);
    }

    @Override
    public String preview() {
        return stretch(Field.PREVIEW).toString();
    }

    /// The rest of the record.
    @Override
    public String arrival() {
        int last = Field.COUNT - 1;
        int at = offsets[last] + lengths[last];
        return new String(record, at, record.length - at, StandardCharsets.UTF_8);
    }

    @Override
    public String text(Text which) {
        return stretch(Field.of(which)).toString();
    }

    @Override
    public MimePart structure() {
        MimePart known = structure;
        if (known == null) {
            known = decodedStructure();
            structure = known;
        }
        return known;
    }

    private MimePart decodedStructure() {
        Stretch stored = stretch(Field.STRUCTURE);
        try {
            return MimeTree.decode(stored.octets(), stored.offset(), stored.length());
        } catch (IllegalArgumentException damaged) {
            throw new BrokenRecordException(String.valueOf(damaged.getMessage()));
        }
    }
}
