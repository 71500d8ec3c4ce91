// SPDX-License-Identifier: Apache-2.0
package org.pabal.mailbox.format.v1;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.pabal.directory.AccountId;
import org.pabal.mailbox.Flags;
import org.pabal.mailbox.MailboxId;
import org.pabal.mailbox.MailboxName;
import org.pabal.mailbox.state.DeletedList;
import org.pabal.mailbox.state.DeletedList.Entry;
import org.pabal.mailbox.state.DeletedList.Origin;

/// The records under `X`: messages that lie nowhere any more and are kept for a while. Some ten octets
/// a message, written as in {@link PageFormat}.
///
/// And the keys of the space that says which accounts have such records: when the oldest of them was
/// written, in seconds since 1970, and the account.
public final class DeletedFormat {
    private static final int VERSION = 1;
    private static final byte[] INDEX_VALUE = {VERSION};

    private DeletedFormat() {}

    public static byte[] encode(DeletedList list) {
        OctetWriter out = new OctetWriter(64 + list.entries().size() * 12);
        out.octet(VERSION).number(list.deletedAt()).number(list.origins().size());
        for (Origin origin : list.origins()) {
            out.number(origin.mailbox().value())
                    .text(origin.name().text())
                    .octet(MailboxFormat.numberOf(origin.use()));
        }
        List<Flags> table = PageFormat.writeTable(distinctFlags(list), out);
        out.number(list.entries().size());
        long lastEmail = 0;
        long lastDate = 0;
        for (Entry entry : list.entries()) {
            out.signed(entry.email() - lastEmail)
                    .number(entry.email() - entry.thread())
                    .number(entry.origin())
                    .number(PageFormat.numberIn(table, entry.flags()))
                    .number(entry.size())
                    .signed(entry.date() - lastDate);
            lastEmail = entry.email();
            lastDate = entry.date();
        }
        return out.toOctets();
    }

    private static Set<Flags> distinctFlags(DeletedList list) {
        Set<Flags> distinct = new LinkedHashSet<>();
        list.entries().forEach(entry -> distinct.add(entry.flags()));
        return distinct;
    }

    public static DeletedList decode(byte[] octets) {
        OctetReader in = new OctetReader(octets, VERSION);
        long deletedAt = in.number();
        int origins = in.count();
        List<Origin> from = new ArrayList<>(origins);
        for (int i = 0; i < origins; i++) {
            MailboxId mailbox = new MailboxId(in.number());
            MailboxName name = new MailboxName(in.text());
            from.add(new Origin(mailbox, name, MailboxFormat.specialUse(in.octet())));
        }
        List<Flags> table = PageFormat.readTable(in, flags -> flags);
        int count = in.count();
        List<Entry> entries = new ArrayList<>(count);
        long email = 0;
        long date = 0;
        for (int i = 0; i < count; i++) {
            email += in.signed();
            long thread = email - in.number();
            int origin = in.smallNumber();
            int flags = in.smallNumber();
            if (origin >= origins || flags >= table.size()) {
                throw new BrokenRecordException("no mailbox " + origin + " or flags " + flags);
            }
            long size = in.number();
            date += in.signed();
            entries.add(new Entry(email, thread, origin, table.get(flags), size, date));
        }
        return new DeletedList(deletedAt, List.copyOf(from), entries);
    }

    /// @param since when the oldest was deleted, in seconds since 1970
    public static byte[] indexKey(long since, long account) {
        return ByteBuffer.allocate(16).putLong(since).putLong(account).array();
    }

    public static byte[] indexValue() {
        return INDEX_VALUE.clone();
    }

    public static long sinceOf(byte[] indexKey) {
        return ByteBuffer.wrap(indexKey).getLong();
    }

    public static AccountId accountOf(byte[] indexKey) {
        return new AccountId(ByteBuffer.wrap(indexKey).getLong(Long.BYTES));
    }
}
