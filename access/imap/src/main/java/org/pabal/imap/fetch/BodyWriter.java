// SPDX-License-Identifier: Apache-2.0
package org.pabal.imap.fetch;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Optional;
import org.pabal.imap.fetch.FetchItem.Partial;
import org.pabal.imap.fetch.SectionFinder.Place;
import org.pabal.imap.response.ResponseWriter;
import org.pabal.mailbox.AccountMailboxes.MessageOctets;
import org.pabal.mailbox.StoredMessage;
import org.pabal.wire.Connection.Sink;

/// Writes sections of a message from the store to the client, in pieces. For one thread.
final class BodyWriter {
    private static final int PIECE = 64 << 10;

    /// A filtered header section up to this size is gathered; a larger one is read twice, once to
    /// count.
    private static final int GATHERED = 256 << 10;

    private final ResponseWriter out;
    private byte[] piece = new byte[0];

    BodyWriter(ResponseWriter out) {
        this.out = out;
    }

    /// `BODY[…]<origin> nstring`; NIL for a part that is not there.
    void write(FetchItem.Body item, StoredMessage message, MessageOctets octets)
            throws IOException {
        Section section = item.section();
        out.ascii(item.label());
        origin(item.partial());
        Optional<Place> place = SectionFinder.find(message, octets.size(), section);
        if (place.isEmpty()) {
            out.ascii("NIL");
        } else if (section.kind() == Section.Kind.HEADER_FIELDS
                || section.kind() == Section.Kind.HEADER_FIELDS_NOT) {
            writeFields(section, place.get(), item.partial(), octets);
        } else {
            Place wanted = place.get().partial(item.partial());
            out.beginLiteral(wanted.length());
            read(octets, wanted, out::inLiteral);
        }
    }

    private void origin(Optional<Partial> partial) throws IOException {
        if (partial.isPresent()) {
            out.octet('<').number(partial.get().origin()).octet('>');
        }
        out.octet(' ');
    }

    private void writeFields(
            Section section, Place header, Optional<Partial> partial, MessageOctets octets)
            throws IOException {
        if (header.length() <= GATHERED) {
            ByteArrayOutputStream gathered = new ByteArrayOutputStream(1 << 10);
            filter(section, header, octets, gathered::write);
            byte[] fields = gathered.toByteArray();
            Place wanted = new Place(0, fields.length).partial(partial);
            out.beginLiteral(wanted.length());
            out.inLiteral(fields, (int) wanted.offset(), (int) wanted.length());
            return;
        }
        Window count = new Window(new Place(0, Long.MAX_VALUE), (_, _, _) -> {});
        filter(section, header, octets, count);
        Place wanted = new Place(0, count.seen()).partial(partial);
        out.beginLiteral(wanted.length());
        filter(section, header, octets, new Window(wanted, out::inLiteral));
    }

    private void filter(Section section, Place header, MessageOctets octets, Sink to)
            throws IOException {
        HeaderFieldFilter filter = new HeaderFieldFilter(section, to);
        read(octets, header, filter::write);
        filter.finish();
    }

    /// `BINARY[…]<origin> (nstring / literal8)`: the part decoded. RFC 9051 §6.4.5, RFC 3516 §4.2.
    void writeBinary(FetchItem.Binary item, StoredMessage message, MessageOctets octets)
            throws IOException {
        out.ascii(item.label());
        origin(item.partial());
        Optional<DecodedPart> part = DecodedPart.find(message.structure(), item.part(), octets);
        if (part.isEmpty()) {
            out.ascii("NIL");
            return;
        }
        NulSpotter nul = new NulSpotter();
        long size = decode(part.get(), octets, new Place(0, Long.MAX_VALUE), nul);
        Place wanted = new Place(0, size).partial(item.partial());
        if (nul.found) {
            out.beginLiteral8(wanted.length());
        } else {
            out.beginLiteral(wanted.length());
        }
        decode(part.get(), octets, wanted, out::inLiteral);
    }

    /// `BINARY.SIZE[…] number`; 0 for a part that is not there.
    void writeBinarySize(FetchItem.BinarySize item, StoredMessage message, MessageOctets octets)
            throws IOException {
        Optional<DecodedPart> part = DecodedPart.find(message.structure(), item.part(), octets);
        long size =
                part.isEmpty()
                        ? 0
                        : decode(part.get(), octets, new Place(0, Long.MAX_VALUE), (_, _, _) -> {});
        out.ascii(item.label()).octet(' ').number(size);
    }

    /// @return how many octets the whole part decodes to
    private long decode(DecodedPart part, MessageOctets octets, Place wanted, Sink to)
            throws IOException {
        Window window = new Window(wanted, to);
        DecodedPart.Decoding decoding = part.decoding(window);
        read(octets, part.place(), decoding::write);
        decoding.finish();
        return window.seen();
    }

    private void read(MessageOctets octets, Place place, Sink to) throws IOException {
        int size = (int) Math.min(PIECE, place.length());
        if (piece.length < size) {
            piece = new byte[size];
        }
        long at = place.offset();
        long end = place.offset() + place.length();
        while (at < end) {
            int count = octets.read(at, piece, 0, (int) Math.min(piece.length, end - at));
            if (count <= 0) {
                throw new IOException("message ends at octet " + at + ", expected " + end);
            }
            to.write(piece, 0, count);
            at += count;
        }
    }

    private static final class NulSpotter implements Sink {
        private boolean found;

        @Override
        public void write(byte[] octets, int offset, int length) {
            for (int i = offset; i < offset + length && !found; i++) {
                found = octets[i] == 0;
            }
        }
    }
}
