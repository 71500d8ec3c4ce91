// SPDX-License-Identifier: Apache-2.0
package org.pabal.imap.command;

import java.io.IOException;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.pabal.imap.response.ResponseWriter;
import org.pabal.imap.state.Authenticated;
import org.pabal.imap.state.Features.Feature;
import org.pabal.imap.state.NamedMailbox;
import org.pabal.imap.syntax.ImapParser;
import org.pabal.imap.syntax.ImapSyntaxException;
import org.pabal.mailbox.MailboxSnapshot;
import org.pabal.mailbox.ObjectIds;

/// What STATUS can tell. RFC 9051 §6.3.11; RECENT: RFC 3501 §6.3.10; RFC 7162 §3.1.7, RFC 8474 §4.3,
/// RFC 7889 §3, RFC 9208 §4.1.4.
enum StatusItem {
    MESSAGES,
    UIDNEXT,
    UIDVALIDITY,
    UNSEEN,
    DELETED,
    DELETED_STORAGE("DELETED-STORAGE"),
    SIZE,
    RECENT,
    HIGHESTMODSEQ,
    MAILBOXID,
    APPENDLIMIT;

    private final String token;

    StatusItem() {
        this.token = name();
    }

    StatusItem(String token) {
        this.token = token;
    }

    /// `"(" status-att *(SP status-att) ")"`
    static Set<StatusItem> parseList(ImapParser in) throws ImapSyntaxException {
        EnumSet<StatusItem> items = EnumSet.noneOf(StatusItem.class);
        in.expect('(');
        do {
            items.add(parse(in));
        } while (in.skip(' '));
        in.expect(')');
        return items;
    }

    private static StatusItem parse(ImapParser in) throws ImapSyntaxException {
        for (StatusItem item : values()) {
            if (in.skipWord(item.token)) {
                return item;
            }
        }
        throw in.expected("one of MESSAGES UIDNEXT UIDVALIDITY UNSEEN DELETED SIZE");
    }

    /// Writes the STATUS response; nothing for a mailbox that is just gone.
    static boolean write(Authenticated user, NamedMailbox mailbox, Set<StatusItem> items)
            throws IOException {
        Optional<MailboxSnapshot> snapshot = mailbox.mailboxes().snapshot(mailbox.id());
        if (snapshot.isEmpty()) {
            return false;
        }
        if (items.contains(HIGHESTMODSEQ)) {
            user.client().features().enable(Feature.CONDSTORE); // RFC 7162 §3.1
        }
        ResponseWriter out = user.out().ascii("* STATUS ");
        user.writeName(mailbox.address()).octet(' ');
        char before = '(';
        for (StatusItem item : items) {
            out.octet(before).ascii(item.token).octet(' ');
            item.writeValue(user, mailbox, snapshot.get());
            before = ' ';
        }
        out.octet(')').crlf();
        return true;
    }

    private void writeValue(Authenticated user, NamedMailbox mailbox, MailboxSnapshot snapshot)
            throws IOException {
        ResponseWriter out = user.out();
        switch (this) {
            case MESSAGES -> out.number(snapshot.count());
            case UIDNEXT -> out.number(snapshot.uidNext());
            case UIDVALIDITY -> out.number(snapshot.uidValidity());
            case UNSEEN -> out.number(snapshot.unseenCount());
            case DELETED -> out.number(snapshot.deletedCount());
            case DELETED_STORAGE -> out.number(deletedOctets(snapshot));
            case SIZE -> out.number(snapshot.octets());
            case RECENT -> out.number(user.mailboxes().recentCount(snapshot));
            case HIGHESTMODSEQ -> out.number(snapshot.highestModSeq());
            case MAILBOXID -> out.octet('(').ascii(ObjectIds.of(mailbox.id())).octet(')');
            case APPENDLIMIT -> out.number(user.client().config().appendOctets());
        }
    }

    /// The sum of the sizes of messages with `\Deleted`. RFC 9208 §4.1.4.
    private static long deletedOctets(MailboxSnapshot snapshot) {
        long octets = 0;
        int left = snapshot.deletedCount();
        for (int index = 0; left > 0 && index < snapshot.count(); index++) {
            if (snapshot.flags(index).isDeleted()) {
                octets += snapshot.size(index);
                left--;
            }
        }
        return octets;
    }
}
