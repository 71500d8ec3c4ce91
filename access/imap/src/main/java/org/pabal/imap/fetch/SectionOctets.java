// SPDX-License-Identifier: Apache-2.0
package org.pabal.imap.fetch;

import java.io.IOException;
import java.util.Optional;
import org.pabal.imap.fetch.FetchItem.Partial;
import org.pabal.imap.fetch.SectionFinder.Place;
import org.pabal.mailbox.AccountMailboxes.MessageOctets;
import org.pabal.mailbox.StoredMessage;
import org.pabal.message.UnavailableException;
import org.pabal.wire.Connection.Sink;

/// The octets of a section for others than a client: what CATENATE takes. RFC 4469 §3.
public final class SectionOctets {
    private static final int PIECE = 64 << 10;

    private final Section section;
    private final MessageOctets octets;
    private final Place place;
    private final Place wanted;

    private SectionOctets(Section section, MessageOctets octets, Place place, Place wanted) {
        this.section = section;
        this.octets = octets;
        this.place = place;
        this.wanted = wanted;
    }

    /// @return empty for a part that the message does not have
    public static Optional<SectionOctets> find(
            Section section, Optional<Partial> partial, StoredMessage message, MessageOctets octets)
            throws IOException {
        Optional<Place> place = SectionFinder.find(message, octets.size(), section);
        if (place.isEmpty()) {
            return Optional.empty();
        }
        Place all = place.get();
        if (isFiltered(section)) {
            Window count = new Window(new Place(0, Long.MAX_VALUE), (_, _, _) -> {});
            filter(section, all, octets, count);
            Place wanted = new Place(0, count.seen()).partial(partial);
            return Optional.of(new SectionOctets(section, octets, all, wanted));
        }
        return Optional.of(new SectionOctets(section, octets, all, all.partial(partial)));
    }

    private static boolean isFiltered(Section section) {
        return section.kind() == Section.Kind.HEADER_FIELDS
                || section.kind() == Section.Kind.HEADER_FIELDS_NOT;
    }

    public long size() {
        return wanted.length();
    }

    public void copyTo(Sink to) throws IOException {
        if (isFiltered(section)) {
            filter(section, place, octets, new Window(wanted, to));
        } else {
            read(octets, wanted, to);
        }
    }

    private static void filter(Section section, Place header, MessageOctets octets, Sink to)
            throws IOException {
        HeaderFieldFilter filter = new HeaderFieldFilter(section, to);
        read(octets, header, filter::write);
        filter.finish();
    }

    private static void read(MessageOctets octets, Place place, Sink to) throws IOException {
        byte[] piece = new byte[(int) Math.min(PIECE, place.length())];
        long at = place.offset();
        long end = place.offset() + place.length();
        while (at < end) {
            int count = octets.read(at, piece, 0, (int) Math.min(piece.length, end - at));
            if (count <= 0) {
                throw new UnavailableException("message ends at octet " + at + ", expected " + end);
            }
            to.write(piece, 0, count);
            at += count;
        }
    }
}
