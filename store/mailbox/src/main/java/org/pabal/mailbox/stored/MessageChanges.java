// SPDX-License-Identifier: Apache-2.0
package org.pabal.mailbox.stored;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.pabal.directory.Account;
import org.pabal.mailbox.AccountMailboxes.AppendOutcome;
import org.pabal.mailbox.AccountMailboxes.CopyOutcome;
import org.pabal.mailbox.AccountMailboxes.ExpungeOutcome;
import org.pabal.mailbox.AccountMailboxes.StoreOutcome;
import org.pabal.mailbox.Correction;
import org.pabal.mailbox.FlagChange;
import org.pabal.mailbox.Flags;
import org.pabal.mailbox.MailboxId;
import org.pabal.mailbox.NewMessage;
import org.pabal.mailbox.QuotaResource;
import org.pabal.mailbox.Rights;
import org.pabal.mailbox.SpecialUse;
import org.pabal.mailbox.UidSet;
import org.pabal.mailbox.format.v1.PageFormat;
import org.pabal.mailbox.state.MailboxState;
import org.pabal.mailbox.state.MessagePage;
import org.pabal.mailbox.state.PageDirectory;
import org.pabal.mailbox.stored.Commits.Decision;
import org.pabal.mailbox.stored.Messages.Arrival;
import org.pabal.mailbox.stored.Messages.Fate;
import org.pabal.mailbox.stored.Messages.Identity;

/// APPEND, STORE, EXPUNGE, COPY and MOVE within one account.
final class MessageChanges {
    private final AccountEdit edit;
    private final Reader reader;

    MessageChanges(AccountEdit edit, Reader reader) {
        this.edit = edit;
        this.reader = reader;
    }

    /// @param owner whose limits apply
    Decision<AppendOutcome> append(
            MailboxId mailbox,
            List<NewMessage> messages,
            List<PreparedMessage> prepared,
            Account owner) {
        Optional<MailboxState> target = edit.selectable(mailbox);
        if (target.isEmpty()) {
            return Decision.refuse(new AppendOutcome.NoSuchMailbox());
        }
        long octets = messages.stream().mapToLong(m -> m.message().blob().size()).sum();
        Optional<QuotaResource> missing = Quotas.missing(owner, edit, octets, messages.size());
        if (missing.isPresent()) {
            return Decision.refuse(new AppendOutcome.OverQuota(missing.get()));
        }
        List<Arrival> arrivals = new ArrayList<>(messages.size());
        for (int i = 0; i < messages.size(); i++) {
            NewMessage message = messages.get(i);
            arrivals.add(prepared.get(i).arrival(edit, message.flags(), message.internalDate()));
        }
        edit.corrections().appended(arrivals, target.get());
        UidSet uids = reader.append(edit, mailbox, arrivals);
        return Decision.keep(new AppendOutcome.Appended(target.get().uidValidity(), uids));
    }

    /// RFC 9051 §6.4.6, RFC 7162 §3.1.3. Setting flags to what they are changes no modseq.
    Decision<StoreOutcome> store(
            MailboxId id, UidSet uids, FlagChange change, OptionalLong unchangedSince) {
        Optional<MailboxState> mailbox = edit.selectable(id);
        if (mailbox.isEmpty()) {
            return Decision.refuse(new StoreOutcome(UidSet.EMPTY, UidSet.EMPTY));
        }
        long since = unchangedSince.orElse(Long.MAX_VALUE);
        FlagStore store =
                new FlagStore(
                        changed(change),
                        since,
                        reader.marks(edit, mailbox.get()),
                        mailbox.get().record().specialUse());
        mailbox.get().pages().visit(uids, store);
        store.apply(mailbox.get());
        return Decision.keep(new StoreOutcome(store.changed.build(), store.modified.build()));
    }

    /// Gives messages other flags, as the reader sees them.
    ///
    /// @param flags by UID; of messages that are there
    void setFlags(MailboxId id, SortedMap<Long, Flags> flags) {
        MailboxState mailbox = edit.mailbox(id).orElseThrow();
        FlagStore store =
                new FlagStore(
                        (uid, _) -> Objects.requireNonNull(flags.get(uid)),
                        Long.MAX_VALUE,
                        reader.marks(edit, mailbox),
                        mailbox.record().specialUse());
        UidSet uids = UidSet.of(flags.keySet().stream().mapToLong(Long::longValue).toArray());
        mailbox.pages().visit(uids, store);
        store.apply(mailbox);
    }

    /// From the flags that a message has to those that it is to have.
    private interface NewFlags {
        Flags of(long uid, Flags before);
    }

    /// Computes it once for each set of flags.
    private static NewFlags changed(FlagChange change) {
        IdentityHashMap<Flags, Flags> known = new IdentityHashMap<>();
        return (_, before) ->
                known.computeIfAbsent(before, b -> PageFormat.shared(change.apply(b)));
    }

    private final class FlagStore implements PageDirectory.PageVisitor {
        private final NewFlags change;
        private final long unchangedSince;

        /// Null for the owner, whose `\Seen` is among the flags.
        private final @Nullable SeenChunks marks;

        private final Optional<SpecialUse> use;
        private final UidSet.Builder changed = new UidSet.Builder();
        private final UidSet.Builder modified = new UidSet.Builder();
        private final SortedMap<Integer, @Nullable Flags[]> newFlags = new TreeMap<>();

        FlagStore(
                NewFlags change,
                long unchangedSince,
                @Nullable SeenChunks marks,
                Optional<SpecialUse> use) {
            this.change = change;
            this.unchangedSince = unchangedSince;
            this.marks = marks;
            this.use = use;
        }

        void apply(MailboxState mailbox) {
            if (!newFlags.isEmpty()) {
                edit.messages().setFlags(mailbox, newFlags);
                reader.setMarks(edit, mailbox.mailbox(), marks);
            }
        }

        @Override
        public void visit(MessagePage page, int from, int to) {
            for (int place = from; place < to; place++) {
                if (page.modSeq(place) > unchangedSince) {
                    modified.add(page.uid(place));
                } else if (marks == null) {
                    change(page, place);
                } else {
                    change(page, place, marks);
                }
            }
        }

        private void change(MessagePage page, int place) {
            Flags before = page.flags(place);
            Flags after = PageFormat.shared(change.of(page.uid(place), before));
            if (after.equals(before)) {
                changed.add(page.uid(place));
            } else if (FlagLimits.allow(after, edit.config())) {
                changed.add(page.uid(place));
                put(page, place, after);
            }
        }

        /// The flags that all share, with the owner's `\Seen`, and the reader's own. A change of
        /// either takes a new modseq.
        private void change(MessagePage page, int place, SeenChunks own) {
            long uid = page.uid(place);
            Flags shared = page.flags(place);
            Flags before = own.has(uid) ? shared.plusSeen() : shared.minusSeen();
            Flags after = change.of(uid, before);
            if (after.equals(before)) {
                changed.add(uid);
            } else if (FlagLimits.allow(after, edit.config())) {
                changed.add(uid);
                put(
                        page,
                        place,
                        PageFormat.shared(shared.isSeen() ? after.plusSeen() : after.minusSeen()));
                if (after.isSeen() != before.isSeen()) {
                    own.put(uid, after.isSeen());
                }
            }
        }

        private void put(MessagePage page, int place, Flags after) {
            Flags.JunkMark before = page.flags(place).junkMark();
            if (before != after.junkMark()) {
                edit.corrections()
                        .add(page.email(place), Correction.ofMarks(before, after.junkMark(), use));
            }
            newFlags.computeIfAbsent(page.number(), _ -> new Flags[page.count()])[place] = after;
        }
    }

    Decision<ExpungeOutcome> expunge(MailboxId id, Optional<UidSet> among) {
        Optional<MailboxState> mailbox = edit.selectable(id);
        if (mailbox.isEmpty() || mailbox.get().deletedCount() == 0) {
            return Decision.refuse(new ExpungeOutcome(UidSet.EMPTY));
        }
        Selection deleted = Selection.ofDeleted(mailbox.get(), among.orElse(Selection.ALL));
        UidSet expunged = deleted.uids();
        if (!expunged.isEmpty()) {
            edit.messages().remove(mailbox.get(), expunged, deleted.places(), Fate.DELETED);
        }
        return Decision.keep(new ExpungeOutcome(expunged));
    }

    Decision<ExpungeOutcome> remove(MailboxId id, UidSet uids) {
        Optional<MailboxState> mailbox = edit.selectable(id);
        if (mailbox.isEmpty()) {
            return Decision.refuse(new ExpungeOutcome(UidSet.EMPTY));
        }
        Selection there = Selection.of(mailbox.get(), uids);
        if (!there.messages().isEmpty()) {
            edit.messages().remove(mailbox.get(), there.uids(), there.places(), Fate.DELETED);
        }
        return Decision.keep(new ExpungeOutcome(there.uids()));
    }

    /// @param account the owner
    /// @param rights of the reader on the target
    Decision<CopyOutcome> copy(
            MailboxId from, UidSet uids, MailboxId to, Rights rights, Account account) {
        Optional<MailboxState> source = edit.selectable(from);
        Optional<MailboxState> target = edit.selectable(to);
        if (source.isEmpty() || target.isEmpty()) {
            return Decision.refuse(new CopyOutcome.NoSuchMailbox());
        }
        Selection selected = Selection.of(source.get(), uids);
        Optional<QuotaResource> missing =
                Quotas.missing(account, edit, selected.octets(), selected.messages().size());
        if (missing.isPresent()) {
            return Decision.refuse(new CopyOutcome.OverQuota(missing.get()));
        }
        selected.messages().forEach(message -> edit.copies().onePlaceMore(message.email()));
        List<Arrival> arrivals = arrivals(source.get(), selected, rights::permitted);
        edit.corrections().moved(source.get(), arrivals, target.get());
        UidSet newUids = reader.append(edit, to, arrivals);
        return Decision.keep(
                new CopyOutcome.Copied(target.get().uidValidity(), selected.uids(), newUids));
    }

    /// @param flags that the messages have there, from those that they have here
    Decision<CopyOutcome> move(
            MailboxId from, UidSet uids, MailboxId to, UnaryOperator<Flags> flags) {
        Optional<MailboxState> source = edit.selectable(from);
        Optional<MailboxState> target = edit.selectable(to);
        if (source.isEmpty() || target.isEmpty()) {
            return Decision.refuse(new CopyOutcome.NoSuchMailbox());
        }
        Selection selected = Selection.of(source.get(), uids);
        UidSet newUids = move(source.get(), selected, target.get(), flags);
        return Decision.keep(
                new CopyOutcome.Copied(target.get().uidValidity(), selected.uids(), newUids));
    }

    void moveAll(MailboxState source, MailboxState to) {
        move(source, Selection.of(source, Selection.ALL), to, UnaryOperator.identity());
    }

    private UidSet move(
            MailboxState source, Selection selected, MailboxState to, UnaryOperator<Flags> flags) {
        if (selected.messages().isEmpty()) {
            return UidSet.EMPTY;
        }
        List<Arrival> arrivals = arrivals(source, selected, flags);
        edit.corrections().moved(source, arrivals, to);
        edit.messages().remove(source, selected.uids(), selected.places(), Fate.MOVED);
        return reader.append(edit, to.mailbox(), arrivals);
    }

    private List<Arrival> arrivals(
            MailboxState source, Selection selected, UnaryOperator<Flags> flags) {
        SeenChunks marks = reader.marks(edit, source);
        List<Arrival> arrivals = new ArrayList<>(selected.messages().size());
        selected.messages()
                .forEach(m ->
                        arrivals.add(
                                new Arrival(
                                        new Identity(m.email(), m.thread()),
                                        FlagLimits.cut(
                                                flags.apply(Reader.flags(m, marks)), edit.config()),
                                        m.size(),
                                        m.date())));
        return arrivals;
    }
}
