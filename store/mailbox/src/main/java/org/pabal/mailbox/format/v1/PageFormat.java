// SPDX-License-Identifier: Apache-2.0
package org.pabal.mailbox.format.v1;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.pabal.mailbox.Flags;
import org.pabal.mailbox.state.MessagePage;

/// The records under `G`: up to 128 messages with their flags.
///
/// The sets of flags that occur stand once, in a table; numbers are written as the difference to
/// the message before. The saved date is written as the difference to the internal date or to the
/// saved date before, whichever is later: mostly nothing, for mail that arrives as for a mailbox that
/// is copied. A message takes some twelve octets.
public final class PageFormat {
    private static final int VERSION = 1;

    /// Each set of system flags once for all pages of all accounts.
    private static final Flags[] SYSTEM_ONLY = systemOnly();

    private PageFormat() {}

    private static Flags[] systemOnly() {
        Flags[] all = new Flags[1 << Flags.SYSTEM.size()];
        for (int bits = 0; bits < all.length; bits++) {
            all[bits] = Flags.of(bits, List.of());
        }
        return all;
    }

    /// The one object for a set of system flags without keywords; else what it was given.
    public static Flags shared(Flags flags) {
        return flags.keywords().isEmpty() ? SYSTEM_ONLY[flags.systemBits()] : flags;
    }

    public static byte[] encode(MessagePage page) {
        OctetWriter out = new OctetWriter(32 + page.count() * 12);
        out.octet(VERSION);
        List<Flags> table = writeTable(page.distinctFlags(), out);
        out.number(page.count());
        long lastUid = (long) page.number() * MessagePage.UIDS;
        long lastEmail = 0;
        long lastModSeq = 0;
        long lastDate = 0;
        long lastSaved = 0;
        for (int place = 0; place < page.count(); place++) {
            out.number(page.uid(place) - lastUid);
            out.signed(page.email(place) - lastEmail);
            out.number(page.email(place) - page.thread(place));
            out.signed(page.modSeq(place) - lastModSeq);
            out.number(numberIn(table, page.flags(place)));
            out.number(page.size(place));
            out.signed(page.date(place) - lastDate);
            out.signed(page.saved(place) - Math.max(lastSaved, page.date(place)));
            lastUid = page.uid(place);
            lastEmail = page.email(place);
            lastModSeq = page.modSeq(place);
            lastDate = page.date(place);
            lastSaved = page.saved(place);
        }
        return out.toOctets();
    }

    static List<Flags> writeTable(Set<Flags> distinct, OctetWriter out) {
        List<Flags> table = List.copyOf(distinct);
        out.number(table.size());
        for (Flags flags : table) {
            out.octet(flags.systemBits());
            out.number(flags.keywords().size());
            flags.keywords().forEach(out::text);
        }
        return table;
    }

    @SuppressWarnings("ReferenceEquality") // the quick way first
    static int numberIn(List<Flags> table, Flags flags) {
        for (int i = 0; i < table.size(); i++) {
            if (table.get(i) == flags) {
                return i;
            }
        }
        return table.indexOf(flags);
    }

    /// @param shared gives one object for equal sets of flags with keywords
    public static MessagePage decode(int number, byte[] octets, UnaryOperator<Flags> shared) {
        OctetReader in = new OctetReader(octets, VERSION);
        List<Flags> table = readTable(in, shared);
        int count = in.count();
        if (count > MessagePage.UIDS) {
            throw new BrokenRecordException("a page of " + count + " messages");
        }
        MessagePage.Builder page = new MessagePage.Builder(number);
        long uid = (long) number * MessagePage.UIDS;
        long email = 0;
        long modSeq = 0;
        long date = 0;
        long saved = 0;
        for (int i = 0; i < count; i++) {
            uid += in.number();
            email += in.signed();
            long thread = email - in.number();
            modSeq += in.signed();
            int flags = in.smallNumber();
            if (flags >= table.size()) {
                throw new BrokenRecordException("no set of flags " + flags);
            }
            long size = in.number();
            date += in.signed();
            saved = Math.max(saved, date) + in.signed();
            try {
                page.add(uid, email, thread, modSeq, table.get(flags), size, date, saved);
            } catch (IllegalArgumentException wrong) {
                throw new BrokenRecordException(String.valueOf(wrong.getMessage()));
            }
        }
        return page.build();
    }

    static List<Flags> readTable(OctetReader in, UnaryOperator<Flags> shared) {
        int sets = in.count();
        List<Flags> table = new ArrayList<>(sets);
        for (int i = 0; i < sets; i++) {
            int bits = in.octet();
            int keywords = in.count();
            if (keywords == 0 && bits < SYSTEM_ONLY.length) {
                table.add(SYSTEM_ONLY[bits]);
                continue;
            }
            List<String> names = new ArrayList<>(keywords);
            for (int k = 0; k < keywords; k++) {
                names.add(in.text());
            }
            table.add(shared.apply(Flags.of(bits, names)));
        }
        return table;
    }
}
