// SPDX-License-Identifier: Apache-2.0
package org.pabal.spam.reading.attachment;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.pabal.spam.ReadingLimits;

/// The files of a zip archive, by its central directory and by the headers before each file: programs
/// go by the one or the other, and an archive in which they differ shows different files to each.
/// APPNOTE 6.3 §4.3.
final class ZipEntries {
    private static final int MAX_COMMENT_OCTETS = 0xFFFF;
    private static final int END_OCTETS = 22;
    private static final int CENTRAL_OCTETS = 46;
    private static final int LOCAL_OCTETS = 30;

    private final Octets zip;
    private final List<Entry> entries = new ArrayList<>();
    private final Set<String> names = new HashSet<>();
    private boolean differs;

    /// @param data packed octets, as far as they are there
    /// @param method 0 stored, 8 deflated
    record Entry(
            String name, boolean isEncrypted, int method, long packed, long size, Octets data) {}

    private ZipEntries(Octets zip) {
        this.zip = zip;
    }

    static ZipEntries read(Octets zip) {
        ZipEntries read = new ZipEntries(zip);
        read.central();
        read.local();
        return read;
    }

    List<Entry> entries() {
        return entries;
    }

    /// Files that only one of the two readings has.
    boolean differ() {
        return differs;
    }

    private boolean isFull() {
        return entries.size() >= ReadingLimits.MEMBERS;
    }

    private void central() {
        int end = endRecord();
        if (end < 0) {
            return;
        }
        long size = zip.u32(end + 12);
        long offset = zip.u32(end + 16);
        long before = end - size - offset; // octets in front, as of archives that open themselves
        long at = end - size;
        while (at >= 0 && at + CENTRAL_OCTETS <= end && !isFull()) {
            int i = (int) at;
            if (!zip.startsWith(i, 'P', 'K', 1, 2)) {
                return;
            }
            int nameLength = zip.u16(i + 28);
            long local = zip.u32(i + 42) + Math.max(0, before);
            add(
                    name(i + CENTRAL_OCTETS, nameLength, zip.u16(i + 8)),
                    zip.u16(i + 8),
                    zip.u16(i + 10),
                    zip.u32(i + 20),
                    zip.u32(i + 24),
                    local);
            at += CENTRAL_OCTETS + (long) nameLength + zip.u16(i + 30) + zip.u16(i + 32);
        }
    }

    private int endRecord() {
        int last = zip.length() - END_OCTETS;
        for (int i = last; i >= Math.max(0, last - MAX_COMMENT_OCTETS); i--) {
            if (zip.startsWith(i, 'P', 'K', 5, 6)) {
                return i;
            }
        }
        return -1;
    }

    private void add(String name, int flags, int method, long packed, long size, long local) {
        Octets data = zip.slice(0, 0);
        if (local + LOCAL_OCTETS <= zip.length() && zip.startsWith((int) local, 'P', 'K', 3, 4)) {
            int header = (int) local;
            long start = local + LOCAL_OCTETS + zip.u16(header + 26) + zip.u16(header + 28);
            data = zip.slice(start, start + packed);
            String localName = name(header + LOCAL_OCTETS, zip.u16(header + 26), flags);
            differs |= !localName.equals(name);
        }
        names.add(name);
        entries.add(new Entry(name, (flags & 1) != 0, method, packed, size, data));
    }

    /// Headers one after the other from the beginning, as programs go that read a stream.
    private void local() {
        boolean central = !entries.isEmpty();
        long at = 0;
        while (at + LOCAL_OCTETS <= zip.length() && !isFull()) {
            int i = (int) at;
            if (!zip.startsWith(i, 'P', 'K', 3, 4)) {
                return;
            }
            int flags = zip.u16(i + 6);
            int nameLength = zip.u16(i + 26);
            String name = name(i + LOCAL_OCTETS, nameLength, flags);
            long start = at + LOCAL_OCTETS + nameLength + zip.u16(i + 28);
            long packed = zip.u32(i + 18);
            boolean sizeFollows = (flags & 8) != 0 && packed == 0;
            if (sizeFollows) {
                packed = nextHeader(start) - start;
            }
            if (names.add(name)) {
                differs |= central;
                entries.add(
                        new Entry(
                                name,
                                (flags & 1) != 0,
                                zip.u16(i + 8),
                                packed,
                                zip.u32(i + 22),
                                zip.slice(start, start + packed)));
            }
            at = sizeFollows ? start + packed : Math.max(start + packed, at + LOCAL_OCTETS);
            if (sizeFollows && at == start) {
                return;
            }
        }
    }

    /// Where a header follows a file whose size stands behind it: of the next file, or the central
    /// directory.
    private long nextHeader(long from) {
        for (int i = (int) Math.min(from, zip.length()); i + 4 <= zip.length(); i++) {
            if (zip.startsWith(i, 'P', 'K', 3, 4) || zip.startsWith(i, 'P', 'K', 1, 2)) {
                return i;
            }
        }
        return zip.length();
    }

    private String name(int start, int length, int flags) {
        int end = start + Math.min(length, ReadingLimits.NAME_CHARS);
        Octets name = zip.slice(start, end);
        boolean utf8 = (flags & 0x800) != 0;
        return new String(
                name.array(),
                name.from(),
                name.length(),
                utf8 ? StandardCharsets.UTF_8 : StandardCharsets.ISO_8859_1);
    }
}
