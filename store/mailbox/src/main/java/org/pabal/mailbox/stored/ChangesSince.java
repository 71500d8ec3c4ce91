// SPDX-License-Identifier: Apache-2.0
package org.pabal.mailbox.stored;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.LongFunction;
import org.pabal.mailbox.AccountPoint;
import org.pabal.mailbox.AccountSnapshot.Changes;
import org.pabal.mailbox.AccountSnapshot.MailboxChanges;
import org.pabal.mailbox.EmailId;
import org.pabal.mailbox.MailboxId;
import org.pabal.mailbox.ThreadId;
import org.pabal.mailbox.format.v1.AccountFormat;
import org.pabal.mailbox.format.v1.ChangeFormat;
import org.pabal.mailbox.format.v1.RecordKeys;
import org.pabal.mailbox.state.AccountChange;
import org.pabal.mailbox.state.AccountChange.GoneMailbox;
import org.pabal.mailbox.state.AccountChange.Move;
import org.pabal.mailbox.state.AccountChange.Way;
import org.pabal.mailbox.state.AccountRecord.ChangeLog;
import org.pabal.mailbox.state.AccountState;
import org.pabal.mailbox.state.EmailView;
import org.pabal.mailbox.state.MailboxState;
import org.pabal.mailbox.state.MessagePage;
import org.pabal.mailbox.state.PageDirectory;

/// What happened in an account between a point and a state: from the modseqs in its pages, from the ids
/// that were given out, and from its change log. RFC 8620 §5.2.
///
/// Told in parts, it is told in this order: new emails by their ids, then all else by modseq and id,
/// each where it first differs from what was known. Of a part everything is told as it is now, which is
/// later than the point behind that part: so who goes on from there hears of some once more, and an email
/// that was not to be seen for a while is told to be new, or to be gone, also where that is known.
final class ChangesSince {
    private final Of of;
    private final AccountState state;
    private final Visibility visibility;
    private final EmailView emails;
    private final AccountPoint since;
    private final AccountPoint now;
    private final List<AccountChange> log;

    /// Emails that were there or are there now, ascending by modseq and id.
    private final List<Event> events;

    /// Ids of new emails, ascending.
    private final List<Event> arrived;

    /// @param modSeq of its first change, by which it is ordered
    /// @param last of its last change that is no move
    private record Event(long modSeq, long id, long thread, Kind kind, long last) {
        static final Comparator<Event> ORDER =
                Comparator.comparingLong(Event::modSeq).thenComparingLong(Event::id);
    }

    private enum Kind {
        CREATED,
        UPDATED,
        DESTROYED
    }

    /// What the point was given for: ids within the changes of one modseq are of these.
    enum Of {
        EMAILS,
        MAILBOXES
    }

    private ChangesSince(
            Of of,
            AccountState state,
            Visibility visibility,
            EmailView emails,
            AccountPoint since,
            List<AccountChange> log) {
        this.of = of;
        this.state = state;
        this.visibility = visibility;
        this.emails = emails;
        this.since = since;
        this.now = Snapshot.pointOf(state);
        this.log = log;
        this.arrived = arrived();
        this.events = events();
    }

    /// Empty when it cannot be told.
    static Optional<ChangesSince> read(
            Of of,
            AccountState state,
            Visibility visibility,
            EmailView emails,
            AccountSpace space,
            AccountPoint since) {
        AccountPoint now = Snapshot.pointOf(state);
        ChangeLog known = state.record().changes();
        if (since.modSeq() > now.modSeq()
                || since.newestEmail() > now.newestEmail()
                || since.modSeq() < known.completeFrom()
                || !visibility.isOwners() && since.modSeq() < state.record().aclModSeq()) {
            return Optional.empty();
        }
        List<AccountChange> log = new ArrayList<>();
        if (known.last() > since.modSeq()) {
            space.forEach(
                    RecordKeys.changesAfter(since.modSeq()),
                    entry -> {
                        long modSeq = RecordKeys.modSeqOfChange(entry.key());
                        if (modSeq <= now.modSeq()) {
                            log.add(ChangeFormat.decode(modSeq, entry.value()));
                        }
                    });
            if (!isStillComplete(space, since)) {
                return Optional.empty();
            }
        }
        return Optional.of(new ChangesSince(of, state, visibility, emails, since, log));
    }

    /// The log may have been cut while it was read.
    private static boolean isStillComplete(AccountSpace space, AccountPoint since) {
        return space.read(RecordKeys.account())
                .map(record ->
                        AccountFormat.decode(record).changes().completeFrom() <= since.modSeq())
                .orElse(false);
    }

    // --- what happened to emails

    private List<Event> arrived() {
        List<Event> found = new ArrayList<>();
        if (now.newestEmail() > since.newestEmail()) {
            EmailView.Walk walk = emails.walk();
            walk.from(since.newestEmail() + 1);
            while (walk.next()) {
                found.add(
                        new Event(
                                walk.modSeq(),
                                walk.email(),
                                walk.thread(),
                                Kind.CREATED,
                                walk.modSeq()));
            }
        }
        return found;
    }

    /// What is known of one email that had its id at the point.
    private static final class Past {
        private final long thread;

        /// Of its newest change that is no move.
        private long changed;

        /// Ascending by modseq.
        private final List<Moved> moves = new ArrayList<>();

        Past(long thread) {
            this.thread = thread;
        }

        long modSeq() {
            return moves.isEmpty() ? changed : moves.getFirst().modSeq;
        }
    }

    /// @param by 1 where it came to the mailbox, -1 where it left it, 0 where that is not known
    private record Moved(long modSeq, long mailbox, int by) {}

    private List<Event> events() {
        Map<Long, Past> pasts = new HashMap<>();
        Set<Long> read = visibility.read(state);
        log.forEach(change -> change.moves().forEach(move -> moved(change, move, pasts)));
        for (MailboxState mailbox : state.mailboxes()) {
            if (mailbox.highestModSeq() > since.modSeq()
                    && read.contains(mailbox.mailbox().value())) {
                changedIn(mailbox, pasts);
            }
        }
        List<Event> found = new ArrayList<>(pasts.size());
        EmailView.Walk walk = emails.walk();
        pasts.forEach((email, past) -> {
            if (!isKnown(past.modSeq(), email)) {
                Kind kind = kind(email, past, walk);
                found.add(new Event(past.modSeq(), email, past.thread, kind, past.changed));
            }
        });
        found.sort(Event.ORDER);
        return found;
    }

    private boolean isKnown(long modSeq, long email) {
        return isKnown(modSeq, email, of == Of.EMAILS ? since.within() : 0);
    }

    private boolean isKnownMailbox(long modSeq, long mailbox) {
        return isKnown(modSeq, mailbox, since.within());
    }

    private boolean isKnown(long modSeq, long id, long within) {
        return modSeq <= since.modSeq() || modSeq == since.modSeq() + 1 && id <= within;
    }

    private void moved(AccountChange change, Move move, Map<Long, Past> pasts) {
        if (move.email() <= since.newestEmail()
                && isVisible(move.mailbox())
                && !isKnown(change.modSeq(), move.email())) {
            pasts.computeIfAbsent(move.email(), _ -> new Past(move.thread()))
                    .moves
                    .add(new Moved(change.modSeq(), move.mailbox(), by(move)));
        }
    }

    /// A mailbox that is gone may have been one that the reader did not see: whoever left it may be new to
    /// the reader.
    private int by(Move move) {
        if (!visibility.isOwners() && isGone(move.mailbox())) {
            return 0;
        }
        return move.way() == Way.CAME ? 1 : -1;
    }

    private boolean isVisible(long mailbox) {
        return visibility.isOwners()
                || isGone(mailbox)
                || state.mailbox(new MailboxId(mailbox)).filter(visibility::isRead).isPresent();
    }

    private boolean isGone(long mailbox) {
        return state.mailbox(new MailboxId(mailbox)).isEmpty();
    }

    private void changedIn(MailboxState mailbox, Map<Long, Past> pasts) {
        PageDirectory pages = mailbox.pages();
        for (int at = 0; at < pages.pageCount(); at++) {
            MessagePage page = pages.page(at);
            if (page.highestModSeq() > since.modSeq()) {
                for (int place = 0; place < page.count(); place++) {
                    changedAt(page, place, pasts);
                }
            }
        }
    }

    private void changedAt(MessagePage page, int place, Map<Long, Past> pasts) {
        long modSeq = page.modSeq(place);
        if (modSeq > since.modSeq()
                && page.email(place) <= since.newestEmail()
                && !page.flags(place).isDeleted()) {
            long thread = page.thread(place);
            Past past = pasts.computeIfAbsent(page.email(place), _ -> new Past(thread));
            past.changed = Math.max(past.changed, modSeq);
        }
    }

    private static Kind kind(long email, Past past, EmailView.Walk walk) {
        if (!walk.goTo(email)) {
            return Kind.DESTROYED;
        }
        return wasAlwaysThere(past, walk) ? Kind.UPDATED : Kind.CREATED;
    }

    /// Whether it lay in a mailbox at the point and after each commit since then: goes back from where it
    /// lies now.
    private static boolean wasAlwaysThere(Past past, EmailView.Walk walk) {
        Map<Long, Integer> places = new HashMap<>();
        for (int place = 0; place < walk.places(); place++) {
            places.merge(walk.mailbox(place), 1, Integer::sum);
        }
        for (int at = past.moves.size() - 1; at >= 0; at--) {
            Moved move = past.moves.get(at);
            places.merge(move.mailbox, -move.by, Integer::sum);
            boolean isCommitsFirst = at == 0 || past.moves.get(at - 1).modSeq < move.modSeq;
            if (isCommitsFirst && places.values().stream().noneMatch(count -> count > 0)) {
                return false;
            }
        }
        return true;
    }

    // --- in parts

    /// Some of what happened, in order.
    ///
    /// @param to where who knows of these is
    private record Part(List<Event> events, AccountPoint to, boolean hasMore) {}

    private Part part(List<Event> fresh, List<Event> old, int most) {
        if (fresh.size() > most) {
            List<Event> first = fresh.subList(0, most);
            AccountPoint to = new AccountPoint(since.modSeq(), first.getLast().id, since.within());
            return new Part(first, to, true);
        }
        List<Event> taken = new ArrayList<>(fresh);
        int room = most - fresh.size();
        if (old.size() <= room) {
            taken.addAll(old);
            return new Part(taken, now, false);
        }
        taken.addAll(old.subList(0, room));
        return new Part(taken, room == 0 ? atOnce() : behind(old, room), true);
    }

    /// With the new emails and nothing more.
    private AccountPoint atOnce() {
        return new AccountPoint(since.modSeq(), now.newestEmail(), since.within());
    }

    private AccountPoint behind(List<Event> old, int taken) {
        Event last = old.get(taken - 1);
        return old.get(taken).modSeq > last.modSeq
                ? new AccountPoint(last.modSeq, now.newestEmail())
                : new AccountPoint(last.modSeq - 1, now.newestEmail(), last.id);
    }

    /// @param kinds by the number of an id
    private static <I> Changes<I> changes(Part part, Map<Long, Kind> kinds, LongFunction<I> id) {
        Map<Kind, List<I>> byKind = new HashMap<>();
        for (long number : new TreeSet<>(kinds.keySet())) {
            byKind.computeIfAbsent(kinds.get(number), _ -> new ArrayList<>()).add(id.apply(number));
        }
        return new Changes<>(
                part.to,
                part.hasMore,
                byKind.getOrDefault(Kind.CREATED, List.of()),
                byKind.getOrDefault(Kind.UPDATED, List.of()),
                byKind.getOrDefault(Kind.DESTROYED, List.of()));
    }

    Changes<EmailId> emails(int most) {
        Part part = part(arrived, events, most);
        Map<Long, Kind> kinds = new HashMap<>();
        part.events.forEach(event -> kinds.put(event.id, event.kind));
        return changes(part, kinds, EmailId::new);
    }

    // --- threads

    Changes<ThreadId> threads(int most) {
        List<Event> moves = events.stream().filter(e -> e.kind != Kind.UPDATED).toList();
        Part part = part(arrived, moves, most);
        Set<Long> created = new HashSet<>();
        moves.stream().filter(e -> e.kind == Kind.CREATED).forEach(e -> created.add(e.id));
        Map<Long, Kind> kinds = new HashMap<>();
        for (Event event : part.events) {
            kinds.computeIfAbsent(
                    event.thread,
                    thread -> {
                        long[] members = emails.emailsOf(thread);
                        if (members.length == 0) {
                            return Kind.DESTROYED;
                        }
                        return anyKnown(members, created) ? Kind.UPDATED : Kind.CREATED;
                    });
        }
        return changes(part, kinds, ThreadId::new);
    }

    private boolean anyKnown(long[] members, Set<Long> created) {
        for (long email : members) {
            if (email <= since.newestEmail() && !created.contains(email)) {
                return true;
            }
        }
        return false;
    }

    // --- mailboxes

    MailboxChanges mailboxes(int most) {
        Map<Long, Long> counted = counted();
        List<Event> all = new ArrayList<>();
        Set<MailboxId> countsOnly = new HashSet<>();
        for (MailboxState mailbox : state.mailboxes()) {
            long id = mailbox.mailbox().value();
            boolean isNew = !isKnownMailbox(mailbox.record().created(), id);
            boolean isOther = !isKnownMailbox(mailbox.record().changed(), id);
            long modSeq = counted.getOrDefault(id, 0L);
            if (isNew || isOther) {
                modSeq = isNew ? mailbox.record().created() : mailbox.record().changed();
            }
            if (visibility.isListed(mailbox) && !isKnownMailbox(modSeq, id)) {
                all.add(new Event(modSeq, id, 0, isNew ? Kind.CREATED : Kind.UPDATED, 0));
                if (!isNew && !isOther) {
                    countsOnly.add(mailbox.mailbox());
                }
            }
        }
        for (AccountChange change : log) {
            for (GoneMailbox gone : change.destroyed()) {
                if (isKnownMailbox(gone.created(), gone.mailbox())
                        && !isKnownMailbox(change.modSeq(), gone.mailbox())) {
                    all.add(new Event(change.modSeq(), gone.mailbox(), 0, Kind.DESTROYED, 0));
                }
            }
        }
        all.sort(Event.ORDER);
        Part part = part(List.of(), all, most);
        Map<Long, Kind> kinds = new HashMap<>();
        part.events.forEach(event -> kinds.put(event.id, event.kind));
        countsOnly.removeIf(mailbox -> !kinds.containsKey(mailbox.value()));
        return new MailboxChanges(
                changes(part.hasMore ? withoutArrivals(part) : part, kinds, MailboxId::new),
                Set.copyOf(countsOnly));
    }

    /// New emails count as of their own modseqs here, so that a part of them is not all of them.
    private Part withoutArrivals(Part part) {
        AccountPoint to = part.to;
        return new Part(
                part.events, new AccountPoint(to.modSeq(), since.newestEmail(), to.within()), true);
    }

    /// When the counts of mailboxes may have changed last: with each change of their messages, and
    /// with each change of a message whose thread has others in them.
    private Map<Long, Long> counted() {
        Map<Long, Long> counted = new HashMap<>();
        for (MailboxState mailbox : state.mailboxes()) {
            counted.put(mailbox.mailbox().value(), mailbox.highestModSeq());
        }
        EmailView.Walk walk = emails.walk();
        Map<Long, Long> threads = new HashMap<>();
        events.forEach(event -> threads.merge(event.thread, event.last, Math::max));
        arrived.forEach(event -> threads.merge(event.thread, event.last, Math::max));
        log.forEach(change ->
                change.moves()
                        .forEach(move -> threads.merge(move.thread(), change.modSeq(), Math::max)));
        threads.forEach((thread, modSeq) -> {
            for (long email : emails.emailsOf(thread)) {
                if (walk.goTo(email)) {
                    for (int place = 0; place < walk.places(); place++) {
                        counted.merge(walk.mailbox(place), modSeq, Math::max);
                    }
                }
            }
        });
        return counted;
    }
}
