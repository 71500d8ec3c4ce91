// SPDX-License-Identifier: Apache-2.0
package org.pabal.mailbox.stored;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.pabal.directory.Account;
import org.pabal.mailbox.AccountMailboxes.CopyOutcome;
import org.pabal.mailbox.AccountMailboxes.ExpungeOutcome;
import org.pabal.mailbox.AccountMailboxes.StoreOutcome;
import org.pabal.mailbox.FlagChange;
import org.pabal.mailbox.Flags;
import org.pabal.mailbox.MailboxId;
import org.pabal.mailbox.UidSet;
import org.pabal.mailbox.format.v1.PageFormat;
import org.pabal.mailbox.state.MailboxState;
import org.pabal.mailbox.state.MessageEntry;
import org.pabal.mailbox.state.MessagePage;
import org.pabal.mailbox.state.PageDirectory;
import org.pabal.mailbox.stored.AccountEdit.Arrival;
import org.pabal.mailbox.stored.AccountEdit.Fate;
import org.pabal.mailbox.stored.Commits.Decision;

/// STORE, EXPUNGE, COPY and MOVE.
final class MessageChanges {
    private static final UidSet ALL = UidSet.ofRanges(List.of(new UidSet.Range(1, 0xFFFF_FFFFL)));

    private final AccountEdit edit;

    MessageChanges(AccountEdit edit) {
        this.edit = edit;
    }

    /// RFC 9051 §6.4.6, RFC 7162 §3.1.3. Setting flags to what they are changes no modseq.
    Decision<StoreOutcome> store(
            MailboxId id, UidSet uids, FlagChange change, OptionalLong unchangedSince) {
        Optional<MailboxState> mailbox = edit.selectable(id);
        if (mailbox.isEmpty()) {
            return Decision.refuse(new StoreOutcome(UidSet.EMPTY, UidSet.EMPTY));
        }
        FlagStore store = new FlagStore(change, unchangedSince.orElse(Long.MAX_VALUE));
        mailbox.get().pages().visit(uids, store);
        if (!store.newFlags.isEmpty()) {
            edit.setFlags(mailbox.get(), store.newFlags);
        }
        return Decision.keep(new StoreOutcome(store.changed.build(), store.modified.build()));
    }

    private final class FlagStore implements PageDirectory.PageVisitor {
        private final FlagChange change;
        private final long unchangedSince;
        private final IdentityHashMap<Flags, Flags> known = new IdentityHashMap<>();
        private final UidSet.Builder changed = new UidSet.Builder();
        private final UidSet.Builder modified = new UidSet.Builder();
        private final SortedMap<Integer, @Nullable Flags[]> newFlags = new TreeMap<>();

        FlagStore(FlagChange change, long unchangedSince) {
            this.change = change;
            this.unchangedSince = unchangedSince;
        }

        @Override
        public void visit(MessagePage page, int from, int to) {
            for (int place = from; place < to; place++) {
                if (page.modSeq(place) > unchangedSince) {
                    modified.add(page.uid(place));
                } else {
                    change(page, place);
                }
            }
        }

        private void change(MessagePage page, int place) {
            Flags before = page.flags(place);
            Flags after = known.computeIfAbsent(before, b -> PageFormat.shared(change.apply(b)));
            if (after.equals(before)) {
                changed.add(page.uid(place));
            } else if (FlagLimits.allow(after, edit.config())) {
                changed.add(page.uid(place));
                newFlags.computeIfAbsent(page.number(), _ -> new Flags[page.count()])[place] =
                        after;
            }
        }
    }

    Decision<ExpungeOutcome> expunge(MailboxId id, Optional<UidSet> among) {
        Optional<MailboxState> mailbox = edit.selectable(id);
        if (mailbox.isEmpty() || mailbox.get().deletedCount() == 0) {
            return Decision.refuse(new ExpungeOutcome(UidSet.EMPTY));
        }
        Selection deleted = new Selection(true);
        mailbox.get().pages().visit(among.orElse(ALL), deleted);
        UidSet expunged = deleted.uids.build();
        if (!expunged.isEmpty()) {
            edit.remove(mailbox.get(), expunged, deleted.places, Fate.FORGOTTEN);
        }
        return Decision.keep(new ExpungeOutcome(expunged));
    }

    Decision<CopyOutcome> copy(MailboxId from, UidSet uids, MailboxId to, Account account) {
        Optional<MailboxState> source = edit.selectable(from);
        Optional<MailboxState> target = edit.selectable(to);
        if (source.isEmpty() || target.isEmpty()) {
            return Decision.refuse(new CopyOutcome.NoSuchMailbox());
        }
        Selection selected = new Selection(false);
        source.get().pages().visit(uids, selected);
        if (!Quotas.fits(account, edit.usedOctets(), selected.octets)) {
            return Decision.refuse(new CopyOutcome.OverQuota());
        }
        selected.messages.forEach(message -> edit.addCopy(message.email()));
        UidSet newUids = edit.append(to, arrivals(selected.messages));
        return Decision.keep(
                new CopyOutcome.Copied(target.get().uidValidity(), selected.uids.build(), newUids));
    }

    Decision<CopyOutcome> move(MailboxId from, UidSet uids, MailboxId to) {
        Optional<MailboxState> source = edit.selectable(from);
        Optional<MailboxState> target = edit.selectable(to);
        if (source.isEmpty() || target.isEmpty()) {
            return Decision.refuse(new CopyOutcome.NoSuchMailbox());
        }
        Selection selected = new Selection(false);
        source.get().pages().visit(uids, selected);
        UidSet newUids = move(source.get(), selected, to);
        return Decision.keep(
                new CopyOutcome.Copied(target.get().uidValidity(), selected.uids.build(), newUids));
    }

    void moveAll(MailboxState source, MailboxId to) {
        Selection all = new Selection(false);
        source.pages().visit(ALL, all);
        move(source, all, to);
    }

    private UidSet move(MailboxState source, Selection selected, MailboxId to) {
        if (selected.messages.isEmpty()) {
            return UidSet.EMPTY;
        }
        edit.remove(source, selected.uids.build(), selected.places, Fate.MOVED);
        return edit.append(to, arrivals(selected.messages));
    }

    private static List<Arrival> arrivals(List<MessageEntry> messages) {
        return messages.stream()
                .map(m -> new Arrival(m.email(), m.flags(), m.size(), m.date()))
                .toList();
    }

    /// Messages of a mailbox, with their places in its pages.
    private static final class Selection implements PageDirectory.PageVisitor {
        private final boolean onlyDeleted;
        private final UidSet.Builder uids = new UidSet.Builder();
        private final SortedMap<Integer, boolean[]> places = new TreeMap<>();
        private final List<MessageEntry> messages = new ArrayList<>();
        private long octets;

        Selection(boolean onlyDeleted) {
            this.onlyDeleted = onlyDeleted;
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
    }
}
