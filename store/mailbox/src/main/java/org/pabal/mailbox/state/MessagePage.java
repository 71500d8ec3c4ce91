// SPDX-License-Identifier: Apache-2.0
package org.pabal.mailbox.state;

import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Set;
import org.pabal.mailbox.Flags;

/// The messages of one mailbox whose UIDs share all but their lowest seven bits. Immutable.
///
/// A *place* is a message's position within its page, from 0.
public final class MessagePage {
    /// 128 entries of some ten octets when stored: small enough to be written anew with each
    /// arrival, large enough that a million messages need no more than 8,000 records.
    public static final int UIDS = 128;

    private static final int BITS = 7;

    private final int number;
    private final byte[] offsets;
    private final long[] emails;
    private final long[] modSeqs;
    private final Flags[] flags;
    private final int[] sizes;
    private final long[] dates;
    private final int[] saved;
    private final int unseen;
    private final int deleted;
    private final long octets;
    private final long highestModSeq;

    private MessagePage(
            int number,
            byte[] offsets,
            long[] emails,
            long[] modSeqs,
            Flags[] flags,
            int[] sizes,
            long[] dates,
            int[] saved) {
        this.number = number;
        this.offsets = offsets;
        this.emails = emails;
        this.modSeqs = modSeqs;
        this.flags = flags;
        this.sizes = sizes;
        this.dates = dates;
        this.saved = saved;
        int unseenSoFar = 0;
        int deletedSoFar = 0;
        long octetsSoFar = 0;
        long highest = 0;
        for (int place = 0; place < offsets.length; place++) {
            unseenSoFar += flags[place].isSeen() ? 0 : 1;
            deletedSoFar += flags[place].isDeleted() ? 1 : 0;
            octetsSoFar += Integer.toUnsignedLong(sizes[place]);
            highest = Math.max(highest, modSeqs[place]);
        }
        this.unseen = unseenSoFar;
        this.deleted = deletedSoFar;
        this.octets = octetsSoFar;
        this.highestModSeq = highest;
    }

    /// The number of the page on which a UID lies.
    public static int numberOf(long uid) {
        return (int) (uid >>> BITS);
    }

    public static MessagePage empty(int number) {
        return new MessagePage(
                number,
                new byte[0],
                new long[0],
                new long[0],
                new Flags[0],
                new int[0],
                new long[0],
                new int[0]);
    }

    public int number() {
        return number;
    }

    public int count() {
        return offsets.length;
    }

    public int unseen() {
        return unseen;
    }

    public int deleted() {
        return deleted;
    }

    public long octets() {
        return octets;
    }

    public long highestModSeq() {
        return highestModSeq;
    }

    public long uid(int place) {
        return ((long) number << BITS) | (offsets[place] & 0xFF);
    }

    public long email(int place) {
        return emails[place];
    }

    public long modSeq(int place) {
        return modSeqs[place];
    }

    public Flags flags(int place) {
        return flags[place];
    }

    public long size(int place) {
        return Integer.toUnsignedLong(sizes[place]);
    }

    /// In seconds since 1970.
    public long date(int place) {
        return dates[place];
    }

    /// In seconds since 1970.
    public long saved(int place) {
        return Integer.toUnsignedLong(saved[place]);
    }

    /// Which UIDs are here, one bit each.
    ///
    /// @param half 0 for the lower 64, 1 for the upper
    public long present(int half) {
        long bits = 0;
        for (byte offset : offsets) {
            if (offset >> 6 == half) {
                bits |= 1L << offset;
            }
        }
        return bits;
    }

    /// The place of a UID of this page, or minus the place where it would stand less one.
    public int placeOf(long uid) {
        // Offsets are below 128, so that they compare as signed octets.
        return Arrays.binarySearch(offsets, (byte) (uid & (UIDS - 1)));
    }

    /// The first place whose UID is not below the given one, which may lie on another page.
    public int firstPlaceFrom(long uid) {
        int uidPage = numberOf(uid);
        if (uidPage != number) {
            return uidPage < number ? 0 : offsets.length;
        }
        int place = placeOf(uid);
        return place >= 0 ? place : -place - 1;
    }

    @SuppressWarnings("ReferenceEquality") // spares the look-up: most neighbours share one object
    public Set<Flags> distinctFlags() {
        Set<Flags> distinct = new LinkedHashSet<>();
        Flags last = null;
        for (Flags each : flags) {
            if (each != last) {
                distinct.add(each);
                last = each;
            }
        }
        return distinct;
    }

    /// This page with other flags at some places.
    ///
    /// @param changed null where nothing changes
    public MessagePage withFlags(@org.jspecify.annotations.Nullable Flags[] changed, long modSeq) {
        Flags[] newFlags = flags.clone();
        long[] newModSeqs = modSeqs.clone();
        for (int place = 0; place < changed.length; place++) {
            Flags change = changed[place];
            if (change != null) {
                newFlags[place] = change;
                newModSeqs[place] = modSeq;
            }
        }
        return new MessagePage(number, offsets, emails, newModSeqs, newFlags, sizes, dates, saved);
    }

    /// This page without the messages at some places.
    public MessagePage without(boolean[] gone) {
        Builder rest = new Builder(number);
        for (int place = 0; place < count(); place++) {
            if (!gone[place]) {
                rest.add(entry(place));
            }
        }
        return rest.build();
    }

    public MessageEntry entry(int place) {
        return new MessageEntry(
                uid(place),
                emails[place],
                modSeqs[place],
                flags[place],
                size(place),
                dates[place],
                saved(place));
    }

    /// Takes messages of one page in ascending order of their UIDs.
    public static final class Builder {
        private final int number;
        private int used;
        private byte[] offsets;
        private long[] emails;
        private long[] modSeqs;
        private Flags[] flags;
        private int[] sizes;
        private long[] dates;
        private int[] saved;

        public Builder(int number) {
            this.number = number;
            offsets = new byte[UIDS];
            emails = new long[UIDS];
            modSeqs = new long[UIDS];
            flags = new Flags[UIDS];
            sizes = new int[UIDS];
            dates = new long[UIDS];
            saved = new int[UIDS];
        }

        /// Begins with all of a page.
        public Builder(MessagePage page) {
            number = page.number;
            used = page.count();
            offsets = Arrays.copyOf(page.offsets, UIDS);
            emails = Arrays.copyOf(page.emails, UIDS);
            modSeqs = Arrays.copyOf(page.modSeqs, UIDS);
            flags = Arrays.copyOf(page.flags, UIDS);
            sizes = Arrays.copyOf(page.sizes, UIDS);
            dates = Arrays.copyOf(page.dates, UIDS);
            saved = Arrays.copyOf(page.saved, UIDS);
        }

        public Builder add(MessageEntry entry) {
            return add(
                    entry.uid(),
                    entry.email(),
                    entry.modSeq(),
                    entry.flags(),
                    entry.size(),
                    entry.date(),
                    entry.saved());
        }

        /// @throws IllegalArgumentException for a UID of another page or not above the last one
        public Builder add(
                long uid, long email, long modSeq, Flags flag, long size, long date, long savedAt) {
            byte offset = (byte) (uid & (UIDS - 1));
            if (numberOf(uid) != number || used > 0 && offset <= offsets[used - 1]) {
                throw new IllegalArgumentException("UID " + uid + " does not belong here");
            }
            if (size < 0 || size > 0xFFFF_FFFFL) {
                throw new IllegalArgumentException("no message has " + size + " octets");
            }
            offsets[used] = offset;
            emails[used] = email;
            modSeqs[used] = modSeq;
            flags[used] = flag;
            sizes[used] = (int) size;
            dates[used] = date;
            saved[used] = (int) Math.clamp(savedAt, 0, 0xFFFF_FFFFL);
            used++;
            return this;
        }

        public MessagePage build() {
            return new MessagePage(
                    number,
                    Arrays.copyOf(offsets, used),
                    Arrays.copyOf(emails, used),
                    Arrays.copyOf(modSeqs, used),
                    Arrays.copyOf(flags, used),
                    Arrays.copyOf(sizes, used),
                    Arrays.copyOf(dates, used),
                    Arrays.copyOf(saved, used));
        }
    }
}
