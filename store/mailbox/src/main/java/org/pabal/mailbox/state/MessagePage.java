// SPDX-License-Identifier: Apache-2.0
package org.pabal.mailbox.state;

import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.pabal.mailbox.Flags;

/// The messages of one mailbox whose UIDs share all but their lowest seven bits. Immutable, and
/// small: an open mailbox of a million messages takes some 20 octets for each.
///
/// A *place* is a message's position within its page, from 0.
public final class MessagePage {
    /// 128 entries of some ten octets when stored: small enough to be written anew with each
    /// arrival, large enough that a million messages need no more than 8,000 records.
    public static final int UIDS = 128;

    private static final int BITS = 7;

    /// Of a page that has all its UIDs, which most have.
    private static final byte[] ALL_OFFSETS = allOffsets();

    private final int number;
    private final byte[] offsets;
    private final LongColumn emails;

    /// What each message's email id has more than its thread's: nothing for most.
    private final LongColumn threads;

    private final LongColumn modSeqs;

    /// Each set of flags once, and which of them each message has; empty where all have the first.
    private final Flags[] table;

    private final byte[] flags;
    private final LongColumn sizes;
    private final LongColumn dates;
    private final LongColumn saved;
    private final int unseen;
    private final int deleted;
    private final long octets;
    private final long highestModSeq;

    private MessagePage(Builder all) {
        int count = all.used;
        number = all.number;
        offsets = count == UIDS ? ALL_OFFSETS : Arrays.copyOf(all.offsets, count);
        emails = LongColumn.of(all.emails, count);
        threads = LongColumn.of(all.threads, count);
        modSeqs = LongColumn.of(all.modSeqs, count);
        sizes = LongColumn.of(all.sizes, count);
        dates = LongColumn.of(all.dates, count);
        saved = LongColumn.of(all.saved, count);
        byte[] which = new byte[count];
        table = all.flagTable(which);
        flags = table.length < 2 ? new byte[0] : which;
        int unseenSoFar = 0;
        int deletedSoFar = 0;
        long octetsSoFar = 0;
        long highest = 0;
        for (int place = 0; place < count; place++) {
            Flags set = table[which[place]];
            unseenSoFar += set.isSeen() ? 0 : 1;
            deletedSoFar += set.isDeleted() ? 1 : 0;
            octetsSoFar += all.sizes[place];
            highest = Math.max(highest, all.modSeqs[place]);
        }
        unseen = unseenSoFar;
        deleted = deletedSoFar;
        octets = octetsSoFar;
        highestModSeq = highest;
    }

    private static byte[] allOffsets() {
        byte[] all = new byte[UIDS];
        for (int i = 0; i < UIDS; i++) {
            all[i] = (byte) i;
        }
        return all;
    }

    /// The number of the page on which a UID lies.
    public static int numberOf(long uid) {
        return (int) (uid >>> BITS);
    }

    public static MessagePage empty(int number) {
        return new Builder(number).build();
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
        return emails.get(place);
    }

    public long thread(int place) {
        return emails.get(place) - threads.get(place);
    }

    public long modSeq(int place) {
        return modSeqs.get(place);
    }

    public Flags flags(int place) {
        return table[flags.length == 0 ? 0 : flags[place]];
    }

    public long size(int place) {
        return sizes.get(place);
    }

    /// In seconds since 1970.
    public long date(int place) {
        return dates.get(place);
    }

    /// In seconds since 1970.
    public long saved(int place) {
        return saved.get(place);
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

    /// Every set of flags that a message here has, in the order in which they occur.
    public Set<Flags> distinctFlags() {
        return new LinkedHashSet<>(List.of(table));
    }

    /// The keywords of all messages here together.
    Flags keywords() {
        Flags all = Flags.NONE;
        for (Flags set : table) {
            if (!set.keywords().isEmpty()) {
                all = all.plus(Flags.of(set.keywords()));
            }
        }
        return all;
    }

    /// This page with other flags at some places.
    ///
    /// @param changed null where nothing changes
    public MessagePage withFlags(@Nullable Flags[] changed, long modSeq) {
        Builder all = new Builder(this);
        for (int place = 0; place < changed.length; place++) {
            Flags change = changed[place];
            if (change != null) {
                all.flags[place] = change;
                all.modSeqs[place] = modSeq;
            }
        }
        return all.build();
    }

    /// This page without the messages at some places.
    public MessagePage without(boolean[] gone) {
        Builder rest = new Builder(number);
        for (int place = 0; place < count(); place++) {
            if (!gone[place]) {
                rest.add(
                        uid(place),
                        email(place),
                        thread(place),
                        modSeq(place),
                        flags(place),
                        size(place),
                        date(place),
                        saved(place));
            }
        }
        return rest.build();
    }

    public MessageEntry entry(int place) {
        return new MessageEntry(
                uid(place),
                email(place),
                thread(place),
                modSeq(place),
                flags(place),
                size(place),
                date(place),
                saved(place));
    }

    /// Takes messages of one page in ascending order of their UIDs.
    public static final class Builder {
        private final int number;
        private int used;
        private final byte[] offsets = new byte[UIDS];
        private final long[] emails = new long[UIDS];
        private final long[] threads = new long[UIDS];
        private final long[] modSeqs = new long[UIDS];
        private final Flags[] flags = new Flags[UIDS];
        private final long[] sizes = new long[UIDS];
        private final long[] dates = new long[UIDS];
        private final long[] saved = new long[UIDS];

        public Builder(int number) {
            this.number = number;
        }

        /// Begins with all of a page.
        public Builder(MessagePage page) {
            number = page.number;
            used = page.count();
            System.arraycopy(page.offsets, 0, offsets, 0, used);
            page.emails.copyTo(emails, used);
            page.threads.copyTo(threads, used);
            page.modSeqs.copyTo(modSeqs, used);
            page.sizes.copyTo(sizes, used);
            page.dates.copyTo(dates, used);
            page.saved.copyTo(saved, used);
            for (int place = 0; place < used; place++) {
                flags[place] = page.flags(place);
            }
        }

        public Builder add(MessageEntry entry) {
            return add(
                    entry.uid(),
                    entry.email(),
                    entry.thread(),
                    entry.modSeq(),
                    entry.flags(),
                    entry.size(),
                    entry.date(),
                    entry.saved());
        }

        /// @throws IllegalArgumentException for a UID of another page or not above the last one
        public Builder add(
                long uid,
                long email,
                long thread,
                long modSeq,
                Flags flag,
                long size,
                long date,
                long savedAt) {
            byte offset = (byte) (uid & (UIDS - 1));
            if (numberOf(uid) != number || used > 0 && offset <= offsets[used - 1]) {
                throw new IllegalArgumentException("UID " + uid + " does not belong here");
            }
            if (size < 0 || size > 0xFFFF_FFFFL) {
                throw new IllegalArgumentException("no message has " + size + " octets");
            }
            offsets[used] = offset;
            emails[used] = email;
            threads[used] = email - thread;
            modSeqs[used] = modSeq;
            flags[used] = flag;
            sizes[used] = size;
            dates[used] = date;
            saved[used] = Math.clamp(savedAt, 0, 0xFFFF_FFFFL);
            used++;
            return this;
        }

        /// The sets of flags that occur, and for each message which of them it has.
        private Flags[] flagTable(byte[] which) {
            Flags[] table = new Flags[4];
            int sets = 0;
            for (int place = 0; place < used; place++) {
                int found = placeIn(table, sets, flags[place]);
                if (found == sets) {
                    if (sets == table.length) {
                        table = Arrays.copyOf(table, sets * 2);
                    }
                    table[sets++] = flags[place];
                }
                which[place] = (byte) found;
            }
            return Arrays.copyOf(table, sets);
        }

        /// Most neighbours share one object, so that two looks are the rule.
        @SuppressWarnings("ReferenceEquality") // spares the comparison
        private static int placeIn(Flags[] table, int sets, Flags wanted) {
            for (int i = 0; i < sets; i++) {
                if (table[i] == wanted) {
                    return i;
                }
            }
            for (int i = 0; i < sets; i++) {
                if (table[i].equals(wanted)) {
                    return i;
                }
            }
            return sets;
        }

        public MessagePage build() {
            return new MessagePage(this);
        }
    }
}
