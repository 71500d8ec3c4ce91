// SPDX-License-Identifier: Apache-2.0
package org.pabal.mailbox.state;

import java.util.List;

/// Finds what differs in the places of messages between two states of one account, as JMAP sees them:
/// a place with `\Deleted` is none. Pages that both share are passed over.
final class StateComparison {

    /// Is told of each difference.
    interface Told {
        void gone(MailboxState mailbox, MessagePage page, int place);

        void came(MailboxState mailbox, MessagePage page, int place);

        /// Its flags are others.
        void changed(MailboxState mailbox, MessagePage page, int place);
    }

    private final Told told;

    private StateComparison(Told told) {
        this.told = told;
    }

    static void compare(AccountState older, AccountState newer, Told told) {
        new StateComparison(told).compare(older.mailboxes(), newer.mailboxes());
    }

    /// Both ascending by id.
    private void compare(List<MailboxState> older, List<MailboxState> newer) {
        int before = 0;
        int now = 0;
        while (before < older.size() || now < newer.size()) {
            long oldId = id(older, before);
            long newId = id(newer, now);
            if (oldId < newId) {
                all(older.get(before++), true);
            } else if (newId < oldId) {
                all(newer.get(now++), false);
            } else {
                compare(older.get(before++), newer.get(now++));
            }
        }
    }

    private static long id(List<MailboxState> mailboxes, int at) {
        return at < mailboxes.size() ? mailboxes.get(at).mailbox().value() : Long.MAX_VALUE;
    }

    private void all(MailboxState mailbox, boolean gone) {
        PageDirectory pages = mailbox.pages();
        for (int at = 0; at < pages.pageCount(); at++) {
            page(mailbox, pages.page(at), gone);
        }
    }

    private void page(MailboxState mailbox, MessagePage page, boolean gone) {
        for (int place = 0; place < page.count(); place++) {
            one(mailbox, page, place, gone);
        }
    }

    private void one(MailboxState mailbox, MessagePage page, int place, boolean gone) {
        if (page.flags(place).isDeleted()) {
            return;
        }
        if (gone) {
            told.gone(mailbox, page, place);
        } else {
            told.came(mailbox, page, place);
        }
    }

    @SuppressWarnings("ReferenceEquality") // the same pages, not equal ones
    private void compare(MailboxState older, MailboxState newer) {
        if (older.source() == newer.source()) {
            return;
        }
        PageDirectory before = older.pages();
        PageDirectory now = newer.pages();
        int oldAt = 0;
        int newAt = 0;
        while (oldAt < before.pageCount() || newAt < now.pageCount()) {
            int oldNumber = number(before, oldAt);
            int newNumber = number(now, newAt);
            if (oldNumber < newNumber) {
                page(older, before.page(oldAt++), true);
            } else if (newNumber < oldNumber) {
                page(newer, now.page(newAt++), false);
            } else {
                MessagePage oldPage = before.page(oldAt++);
                MessagePage newPage = now.page(newAt++);
                if (!SnapshotComparison.isSame(oldPage, newPage)) {
                    pages(older, oldPage, newer, newPage);
                }
            }
        }
    }

    private static int number(PageDirectory pages, int at) {
        return at < pages.pageCount() ? pages.page(at).number() : Integer.MAX_VALUE;
    }

    private void pages(
            MailboxState older, MessagePage before, MailboxState newer, MessagePage now) {
        int newPlace = 0;
        for (int place = 0; place < before.count(); place++) {
            long uid = before.uid(place);
            while (newPlace < now.count() && now.uid(newPlace) < uid) {
                one(newer, now, newPlace++, false);
            }
            if (newPlace == now.count() || now.uid(newPlace) != uid) {
                one(older, before, place, true);
            } else {
                both(older, before, place, newer, now, newPlace++);
            }
        }
        while (newPlace < now.count()) {
            one(newer, now, newPlace++, false);
        }
    }

    private void both(
            MailboxState older,
            MessagePage before,
            int oldPlace,
            MailboxState newer,
            MessagePage now,
            int newPlace) {
        if (before.modSeq(oldPlace) == now.modSeq(newPlace)) {
            return;
        }
        boolean was = !before.flags(oldPlace).isDeleted();
        boolean is = !now.flags(newPlace).isDeleted();
        if (was && is) {
            told.changed(newer, now, newPlace);
        } else if (was) {
            told.gone(older, before, oldPlace);
        } else if (is) {
            told.came(newer, now, newPlace);
        }
    }
}
