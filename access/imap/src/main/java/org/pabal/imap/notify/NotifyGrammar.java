// SPDX-License-Identifier: Apache-2.0
package org.pabal.imap.notify;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.pabal.imap.fetch.FetchGrammar;
import org.pabal.imap.fetch.FetchItem;
import org.pabal.imap.syntax.ImapParser;
import org.pabal.imap.syntax.ImapSyntaxException;

/// Event groups from their octets. RFC 5465 §8.
public final class NotifyGrammar {
    private static final int MAX_GROUPS = 50;
    private static final int MAX_NAMES = 1000;

    private final ImapParser in;
    private Optional<String> unknownEvent = Optional.empty();
    private int names;

    public NotifyGrammar(ImapParser in) {
        this.in = in;
    }

    /// The first event that is not known here: the answer is NO, not BAD. RFC 5465 §5.
    public Optional<String> unknownEvent() {
        return unknownEvent;
    }

    public static String knownEvents() {
        return NotifyEvent.all();
    }

    /// `event-groups = event-group *(SP event-group)`
    public List<EventGroup> groups() throws ImapSyntaxException {
        List<EventGroup> groups = new ArrayList<>();
        do {
            groups.add(group());
            if (groups.size() > MAX_GROUPS) {
                throw in.expected("at most " + MAX_GROUPS + " event groups");
            }
        } while (in.skip(' '));
        if (groups.stream().filter(group -> group.filter().isSelected()).count() > 1) {
            throw in.expected("one group for the selected mailbox"); // RFC 5465 §6.1
        }
        return List.copyOf(groups);
    }

    /// `event-group = "(" filter-mailboxes SP events ")"`
    private EventGroup group() throws ImapSyntaxException {
        in.expect('(');
        MailboxFilter filter = filter();
        in.space();
        EventGroup group = events(filter);
        in.expect(')');
        return group;
    }

    /// `filter-mailboxes`
    private MailboxFilter filter() throws ImapSyntaxException {
        if (in.skipWord("SELECTED")) {
            return new MailboxFilter.Selected();
        } else if (in.skipWord("SELECTED-DELAYED")) {
            return new MailboxFilter.SelectedDelayed();
        } else if (in.skipWord("INBOXES") || in.skipWord("PERSONAL")) {
            return new MailboxFilter.Personal();
        } else if (in.skipWord("SUBSCRIBED")) {
            return new MailboxFilter.Subscribed();
        } else if (in.skipWord("SUBTREE")) {
            return new MailboxFilter.Subtree(names(in.space()));
        } else if (in.skipWord("MAILBOXES")) {
            return new MailboxFilter.Mailboxes(names(in.space()));
        }
        throw in.expected(
                "one of selected, selected-delayed, inboxes, personal, subscribed, subtree,"
                        + " mailboxes");
    }

    /// `one-or-more-mailbox = mailbox / "(" mailbox *(SP mailbox) ")"`
    private List<String> names(ImapParser behind) throws ImapSyntaxException {
        List<String> all = new ArrayList<>();
        boolean many = behind.skip('(');
        do {
            all.add(behind.astring());
            if (++names > MAX_NAMES) {
                throw behind.expected("at most " + MAX_NAMES + " mailbox names");
            }
        } while (many && behind.skip(' '));
        if (many) {
            behind.expect(')');
        }
        return List.copyOf(all);
    }

    /// `events = ("(" event *(SP event) ")") / "NONE"`
    private EventGroup events(MailboxFilter filter) throws ImapSyntaxException {
        if (in.skipWord("NONE")) {
            return new EventGroup(filter, Set.of(), List.of());
        }
        Set<NotifyEvent> events = EnumSet.noneOf(NotifyEvent.class);
        List<FetchItem> items = new ArrayList<>();
        in.expect('(');
        do {
            event(filter, events, items);
        } while (in.skip(' '));
        check(filter, events);
        in.expect(')');
        return new EventGroup(filter, events, List.copyOf(items));
    }

    /// `event`; behind MessageNew of the selected mailbox `[SP "(" fetch-att *(SP fetch-att) ")"]`
    private void event(MailboxFilter filter, Set<NotifyEvent> events, List<FetchItem> items)
            throws ImapSyntaxException {
        String name = in.atom();
        Optional<NotifyEvent> event = NotifyEvent.of(name);
        if (event.isEmpty()) {
            unknownEvent = unknownEvent.or(() -> Optional.of(name));
            return;
        }
        events.add(event.get());
        if (event.get() == NotifyEvent.MESSAGE_NEW && filter.isSelected() && in.isNextAll(" (")) {
            in.space();
            items.addAll(FetchGrammar.items(in));
        }
    }

    /// RFC 5465 §5 and §6.1.
    private void check(MailboxFilter filter, Set<NotifyEvent> events) throws ImapSyntaxException {
        boolean arrivals = events.contains(NotifyEvent.MESSAGE_NEW);
        if (arrivals != events.contains(NotifyEvent.MESSAGE_EXPUNGE)) {
            throw in.expected("MessageNew and MessageExpunge together");
        }
        if (events.contains(NotifyEvent.FLAG_CHANGE) && !arrivals) {
            throw in.expected("MessageNew and MessageExpunge beside FlagChange");
        }
        if (filter.isSelected() && !events.stream().allMatch(NotifyEvent::isOfMessages)) {
            throw in.expected("events of messages only, for the selected mailbox");
        }
    }
}
