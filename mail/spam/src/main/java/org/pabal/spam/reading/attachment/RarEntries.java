// SPDX-License-Identifier: Apache-2.0
package org.pabal.spam.reading.attachment;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.pabal.spam.ReadingLimits;
import org.pabal.spam.reading.attachment.Attachment.Member;

/// The names in a RAR archive of version 4 or 5, and whether a password guards it.
final class RarEntries {
    private final Octets rar;
    private final List<Member> members = new ArrayList<>();
    private boolean encrypted;
    private int next;

    private RarEntries(Octets rar) {
        this.rar = rar;
    }

    static RarEntries read(Octets rar) {
        RarEntries read = new RarEntries(rar);
        if (rar.at(6) == 1) {
            read.version5();
        } else {
            read.version4();
        }
        return read;
    }

    /// At depth 1, of unknown kinds.
    List<Member> members() {
        return members;
    }

    boolean isEncrypted() {
        return encrypted;
    }

    private void version4() {
        int at = 7;
        while (at + 7 <= rar.length() && members.size() < ReadingLimits.MEMBERS) {
            int type = rar.at(at + 2);
            int flags = rar.u16(at + 3);
            int size = rar.u16(at + 5);
            if (size < 7) {
                return;
            }
            long data = type == 0x74 || (flags & 0x8000) != 0 ? rar.u32(at + 7) : 0;
            if (type == 0x73 && (flags & 0x80) != 0) {
                encrypted = true; // its headers too
                return;
            }
            if (type == 0x74) {
                int name = at + 32 + ((flags & 0x100) != 0 ? 8 : 0);
                add(rar.text(name, name + rar.u16(at + 26)), (flags & 4) != 0);
            }
            long end = at + size + data;
            if (end >= rar.length()) {
                return;
            }
            at = (int) end;
        }
    }

    private void version5() {
        int at = 8;
        while (at + 7 <= rar.length() && members.size() < ReadingLimits.MEMBERS) {
            next = at + 4; // behind the checksum
            long size = number();
            long start = next;
            long type = number();
            long flags = number();
            long extra = (flags & 1) != 0 ? number() : 0;
            long data = (flags & 2) != 0 ? number() : 0;
            if (type == 4) {
                encrypted = true;
                return;
            }
            if (type == 2) {
                file(start + size - extra, extra > 0);
            }
            long end = start + size + data;
            if (size == 0 || end <= at || end >= rar.length()) {
                return;
            }
            at = (int) end;
        }
    }

    private void file(long extraStart, boolean hasExtra) {
        long flags = number();
        number(); // size
        number(); // attributes
        next += ((flags & 2) != 0 ? 4 : 0) + ((flags & 4) != 0 ? 4 : 0);
        number(); // method
        number(); // system
        long length = Math.min(number(), ReadingLimits.NAME_CHARS);
        Octets name = rar.slice(next, next + length);
        String text = new String(name.array(), name.from(), name.length(), StandardCharsets.UTF_8);
        boolean guarded = false;
        if (hasExtra && extraStart < rar.length()) {
            next = (int) extraStart;
            number();
            guarded = number() == 1; // the record of encryption comes first
        }
        add(text, guarded);
    }

    private void add(String name, boolean guarded) {
        encrypted |= guarded;
        members.add(new Member(name, FileKind.UNKNOWN, guarded, 1));
    }

    /// Seven bits an octet, the low ones first.
    private long number() {
        long value = 0;
        for (int shift = 0; shift < 63; shift += 7) {
            int octet = rar.at(next++);
            value |= (long) (octet & 0x7F) << shift;
            if (octet < 0x80) {
                break;
            }
        }
        return Math.min(value, Integer.MAX_VALUE);
    }
}
