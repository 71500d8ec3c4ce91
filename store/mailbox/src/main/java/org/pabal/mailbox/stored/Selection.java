// SPDX-License-Identifier: Apache-2.0
package org.pabal.mailbox.stored;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.pabal.mailbox.UidSet;
import org.pabal.mailbox.state.MailboxState;
import org.pabal.mailbox.state.MessageEntry;
import org.pabal.mailbox.state.MessagePage;
import org.pabal.mailbox.state.PageDirectory;

/// Messages of a mailbox, with their places in its pages.
final class Selection implements PageDirectory.PageVisitor {
    static final UidSet ALL = UidSet.ofRanges(List.of(new UidSet.Range(1, 0xFFFF_FFFFL)));

    private final boolean onlyDeleted;
    private final UidSet.Builder uids = new UidSet.Builder();
    private final SortedMap<Integer, boolean[]> places = new TreeMap<>();
    private final List<MessageEntry> messages = new ArrayList<>();
    private long octets;

    private Selection(boolean onlyDeleted) {
        this.onlyDeleted = onlyDeleted;
    }

    /// Those of a set that are there.
    static Selection of(MailboxState mailbox, UidSet uids) {
        Selection selection = new Selection(false);
        mailbox.pages().visit(uids, selection);
        return selection;
    }

    static Selection ofDeleted(MailboxState mailbox, UidSet among) {
        Selection selection = new Selection(true);
        mailbox.pages().visit(among, selection);
        return selection;
    }

    @Override
    public void visit(MessagePage page, int from, int to) {
        if (onlyDeleted && page.deleted() == 0) {
            return;
        }
        for (int place = from; place < to; place++) {
            if (!onlyDeleted || page.flags(place).isDeleted()) {
                take(page, place);
            }
        }
    }

    private void take(MessagePage page, int place) {
        uids.add(page.uid(place));
        places.computeIfAbsent(page.number(), _ -> new boolean[page.count()])[place] = true;
        messages.add(page.entry(place));
        octets += page.size(place);
    }

    UidSet uids() {
        return uids.build();
    }

    /// By page and place.
    SortedMap<Integer, boolean[]> places() {
        return places;
    }

    /// Ascending by UID.
    List<MessageEntry> messages() {
        return messages;
    }

    long octets() {
        return octets;
    }
}
