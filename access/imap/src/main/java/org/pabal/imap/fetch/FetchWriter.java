// SPDX-License-Identifier: Apache-2.0
package org.pabal.imap.fetch;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.pabal.imap.fetch.FetchItem.Plain;
import org.pabal.imap.fetch.FetchItem.Source;
import org.pabal.imap.response.ResponseWriter;
import org.pabal.imap.state.IndexRanges;
import org.pabal.imap.state.SelectedMailbox;
import org.pabal.mailbox.AccountMailboxes.MessageOctets;
import org.pabal.mailbox.EmailId;
import org.pabal.mailbox.MessageCursor;
import org.pabal.mailbox.ObjectIds;
import org.pabal.mailbox.StoredMessage;
import org.pabal.mailbox.StoredMessage.Stretch;
import org.pabal.mailbox.ThreadId;
import org.pabal.mailbox.UidSet;

/// Writes the FETCH responses of one command. RFC 9051 §7.5.2.
///
/// What the snapshot knows is written straight from it; stored records are asked for in batches,
/// octets only where a section is wanted.
public final class FetchWriter {
    private static final int BATCH = 256;

    /// The most messages that are opened together, and the most octets of more than one.
    private static final int OPENED = 32;

    private static final int OPENED_OCTETS = 256 << 10;

    private final SelectedMailbox selected;
    private final ResponseWriter out;
    private final List<FetchItem> items;
    private final long changedSince;
    private final Source source;
    private final boolean setsSeen;
    private final boolean asksFlags;
    private final BodyWriter bodies;
    private MessageCursor at;

    /// Whether a message was asked for that is expunged already.
    private boolean missing;

    private boolean unknownEncoding;

    /// @param changedSince only messages with a higher modseq; -1 for all
    public FetchWriter(SelectedMailbox selected, List<FetchItem> items, long changedSince) {
        this.selected = selected;
        this.out = selected.out();
        this.items = items;
        this.changedSince = changedSince;
        this.source = items.stream().map(FetchItem::source).max(Source::compareTo).orElseThrow();
        this.setsSeen = items.stream().anyMatch(FetchItem::setsSeen) && selected.setsSeen();
        this.asksFlags = items.contains(Plain.FLAGS);
        this.bodies = new BodyWriter(out);
        this.at = selected.cursor();
    }

    public boolean isMissing() {
        return missing;
    }

    public boolean isUnknownEncoding() {
        return unknownEncoding;
    }

    public void write(IndexRanges messages) throws IOException {
        if (source == Source.SNAPSHOT) {
            writeFromSnapshot(messages);
        } else {
            writeInBatches(messages);
        }
    }

    private boolean isWanted(int index) {
        at.move(index);
        return changedSince < 0 || at.modSeq() > changedSince;
    }

    private void writeFromSnapshot(IndexRanges messages) throws IOException {
        for (int range = 0; range < messages.count(); range++) {
            for (int index = messages.first(range); index <= messages.last(range); index++) {
                if (isWanted(index)) {
                    selected.beginFetch(index);
                    for (int i = 0; i < items.size(); i++) {
                        if (i > 0) {
                            out.octet(' ');
                        }
                        writePlain((Plain) items.get(i));
                    }
                    out.octet(')').crlf();
                }
            }
        }
    }

    private void writeInBatches(IndexRanges messages) throws IOException {
        int[] batch = new int[BATCH];
        int used = 0;
        for (int range = 0; range < messages.count(); range++) {
            for (int index = messages.first(range); index <= messages.last(range); index++) {
                if (isWanted(index)) {
                    batch[used++] = index;
                }
                if (used == BATCH) {
                    writeBatch(batch, used);
                    used = 0;
                }
            }
        }
        if (used > 0) {
            writeBatch(batch, used);
        }
    }

    private void writeBatch(int[] indexes, int count) throws IOException {
        List<EmailId> ids = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            at.move(indexes[i]);
            ids.add(new EmailId(at.email()));
        }
        List<StoredMessage> stored = selected.mailboxes().messages(ids);
        UidSet seen = setsSeen ? markSeen(indexes, count) : UidSet.EMPTY;
        int[] present = present(indexes, ids, stored);
        if (source == Source.STORED) {
            for (int i = 0; i < present.length; i++) {
                writeItems(present[i], stored.get(i), Optional.empty(), shows(present[i], seen));
            }
        } else {
            writeWithOctets(present, stored, seen);
        }
    }

    /// The indexes of the messages that were found.
    private int[] present(int[] indexes, List<EmailId> ids, List<StoredMessage> found) {
        int[] present = new int[found.size()];
        int next = 0;
        for (int i = 0; i < ids.size() && next < present.length; i++) {
            if (found.get(next).id().equals(ids.get(i))) {
                present[next++] = indexes[i];
            }
        }
        missing |= next < ids.size();
        return present;
    }

    private boolean shows(int index, UidSet seen) {
        return asksFlags || !seen.isEmpty() && seen.contains(selected.told().uid(index));
    }

    /// A few messages are opened together, as far as they are small.
    private void writeWithOctets(int[] indexes, List<StoredMessage> messages, UidSet seen)
            throws IOException {
        int from = 0;
        while (from < indexes.length) {
            int to = from;
            long octets = 0;
            do {
                octets += messages.get(to++).octets();
            } while (to < indexes.length
                    && to - from < OPENED
                    && octets + messages.get(to).octets() <= OPENED_OCTETS);
            List<StoredMessage> some = messages.subList(from, to);
            List<Optional<MessageOctets>> opened = selected.mailboxes().octets(some);
            try {
                for (int i = 0; i < opened.size(); i++) {
                    int index = indexes[from + i];
                    if (opened.get(i).isEmpty()) {
                        missing = true;
                    } else {
                        writeItems(index, some.get(i), opened.get(i), shows(index, seen));
                    }
                }
            } finally {
                opened.forEach(each -> each.ifPresent(MessageOctets::close));
            }
            from = to;
        }
    }

    /// @return those that became seen, whose flags are therefore shown
    private UidSet markSeen(int[] indexes, int count) throws IOException {
        UidSet.Builder unseen = new UidSet.Builder();
        for (int i = 0; i < count; i++) {
            at.move(indexes[i]);
            if (!at.flags().isSeen()) {
                unseen.add(at.uid());
            }
        }
        UidSet uids = unseen.build();
        if (!uids.isEmpty()) {
            selected.markSeen(uids);
            at = selected.cursor();
        }
        return uids;
    }

    private void writeItems(
            int index, StoredMessage message, Optional<MessageOctets> octets, boolean showFlags)
            throws IOException {
        at.move(index);
        selected.beginFetch(index);
        boolean first = true;
        for (int i = 0; i < items.size(); i++) {
            FetchItem item = items.get(i);
            if (item instanceof FetchItem.Binary binary
                    && !isDecodable(binary.part(), message, octets.orElseThrow())) {
                continue;
            } else if (item instanceof FetchItem.BinarySize binary
                    && !isDecodable(binary.part(), message, octets.orElseThrow())) {
                continue;
            }
            if (!first) {
                out.octet(' ');
            }
            first = false;
            switch (item) {
                case Plain plain when plain.source() == Source.STORED ->
                        writeStored(plain, message);
                case Plain plain -> writePlain(plain);
                case FetchItem.Body body -> bodies.write(body, message, octets.orElseThrow());
                case FetchItem.Binary binary ->
                        bodies.writeBinary(binary, message, octets.orElseThrow());
                case FetchItem.BinarySize binary ->
                        bodies.writeBinarySize(binary, message, octets.orElseThrow());
            }
        }
        if (showFlags && !asksFlags) {
            if (!first) {
                out.octet(' ');
            }
            writePlain(Plain.FLAGS);
            if (selected.features().showsModSeq() && !items.contains(Plain.MODSEQ)) {
                out.octet(' ');
                writePlain(Plain.MODSEQ);
            }
        }
        out.octet(')').crlf();
    }

    private boolean isDecodable(List<Integer> part, StoredMessage message, MessageOctets octets) {
        boolean known =
                DecodedPart.find(message.structure(), part, octets)
                        .map(DecodedPart::isKnown)
                        .orElse(true);
        unknownEncoding |= !known;
        return known;
    }

    /// Of the message where the cursor stands.
    private void writePlain(Plain item) throws IOException {
        switch (item) {
            case UID -> out.ascii("UID ").number(at.uid());
            case FLAGS -> {
                out.ascii("FLAGS ");
                selected.writeFlagList(at.uid(), at.flags());
            }
            case MODSEQ -> out.ascii("MODSEQ (").number(at.modSeq()).octet(')');
            case INTERNALDATE -> out.ascii("INTERNALDATE ").dateTime(at.internalSeconds());
            case SAVEDATE -> out.ascii("SAVEDATE ").dateTime(at.savedSeconds());
            case SIZE -> out.ascii("RFC822.SIZE ").number(at.size());
            case EMAILID ->
                    out.ascii("EMAILID (").ascii(ObjectIds.of(new EmailId(at.email()))).octet(')');
            case THREADID ->
                    out.ascii("THREADID (")
                            .ascii(ObjectIds.of(new ThreadId(at.thread())))
                            .octet(')');
            case ENVELOPE, BODY, BODYSTRUCTURE, PREVIEW ->
                    throw new IllegalArgumentException(item + " is not in the snapshot");
        }
    }

    private void writeStored(Plain item, StoredMessage message) throws IOException {
        switch (item) {
            case ENVELOPE -> writeText("ENVELOPE ", message.envelope());
            case BODY -> writeText("BODY ", message.body());
            case BODYSTRUCTURE -> writeText("BODYSTRUCTURE ", message.bodyStructure());
            case PREVIEW -> writePreview(message.preview());
            case UID, FLAGS, MODSEQ, INTERNALDATE, SAVEDATE, SIZE, EMAILID, THREADID ->
                    throw new IllegalArgumentException(item + " is in the snapshot");
        }
    }

    private void writeText(String label, Stretch stored) throws IOException {
        out.ascii(label);
        if (stored.isAscii() || selected.features().isUtf8()) {
            out.stretch(stored);
        } else {
            out.octets(AsciiForm.of(stored));
        }
    }

    /// UTF-8: a literal unless it is ASCII, since a client of RFC 3501 knows no 8-bit in quoted
    /// strings. RFC 8970 §4.
    private void writePreview(String preview) throws IOException {
        out.ascii("PREVIEW ");
        if (preview.chars().allMatch(c -> c >= ' ' && c < 127)) {
            out.string(preview);
        } else {
            out.literal(preview.getBytes(StandardCharsets.UTF_8));
        }
    }
}
