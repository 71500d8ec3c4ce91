// SPDX-License-Identifier: Apache-2.0
package org.pabal.imap.notify;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.pabal.imap.MailboxPattern;
import org.pabal.imap.fetch.FetchItem;
import org.pabal.imap.fetch.FetchWriter;
import org.pabal.imap.state.Authenticated;
import org.pabal.imap.state.IndexRanges;
import org.pabal.imap.state.SelectedMailbox;
import org.pabal.imap.state.SelectedMailbox.Expunges;
import org.pabal.imap.state.Wishes;
import org.pabal.imap.state.Wishes.Interest;

/// What one client asked to hear of, with the names it wrote understood. RFC 5465 §3.1.
///
/// Groups are looked through in their order: the first that is about a mailbox and has the event, or
/// says NONE, decides.
public final class Registration {
    private final List<Group> groups;
    private final Optional<EventGroup> selected;

    /// A group that is not about the selected mailbox.
    private record Group(EventGroup said, Set<String> names, char delimiter) {

        boolean isAbout(String shown, boolean own, Set<String> subscribed) {
            return switch (said.filter()) {
                case MailboxFilter.Personal _ -> own;
                case MailboxFilter.Subscribed _ -> subscribed.contains(shown);
                case MailboxFilter.Mailboxes _ -> names.contains(shown);
                case MailboxFilter.Subtree _ -> isAtOrBelow(shown);
                case MailboxFilter.Selected _, MailboxFilter.SelectedDelayed _ -> false;
            };
        }

        private boolean isAtOrBelow(String shown) {
            if (names.contains(shown)) {
                return true;
            }
            for (int end = shown.lastIndexOf(delimiter);
                    end > 0;
                    end = shown.lastIndexOf(delimiter, end - 1)) {
                if (names.contains(shown.substring(0, end))) {
                    return true;
                }
            }
            return false;
        }
    }

    public Registration(Authenticated user, List<EventGroup> said) {
        List<Group> others = new ArrayList<>();
        Optional<EventGroup> ofSelected = Optional.empty();
        for (EventGroup group : said) {
            if (group.filter().isSelected()) {
                ofSelected = Optional.of(group);
            } else {
                others.add(understood(user, group));
            }
        }
        groups = List.copyOf(others);
        selected = ofSelected;
    }

    private static Group understood(Authenticated user, EventGroup group) {
        List<String> written =
                switch (group.filter()) {
                    case MailboxFilter.Subtree(var names) -> names;
                    case MailboxFilter.Mailboxes(var names) -> names;
                    case MailboxFilter.Personal _,
                            MailboxFilter.Subscribed _,
                            MailboxFilter.Selected _,
                            MailboxFilter.SelectedDelayed _ ->
                            List.of();
                };
        Set<String> shown = new java.util.HashSet<>();
        for (String name : written) {
            // A name that means no mailbox may still be above some.
            user.address(name)
                    .map(user.namespaces()::shown)
                    .or(() -> user.text(name))
                    .ifPresent(shown::add);
        }
        return new Group(group, Set.copyOf(shown), user.namespaces().names().delimiter());
    }

    /// Patterns for those of others' mailboxes that any group may be about.
    List<MailboxPattern> others() {
        List<MailboxPattern> patterns = new ArrayList<>();
        for (Group group : groups) {
            char delimiter = group.delimiter();
            if (group.said().filter() instanceof MailboxFilter.Subscribed) {
                patterns.add(new MailboxPattern("*", delimiter));
            }
            for (String name : group.names()) {
                patterns.add(new MailboxPattern(name, delimiter));
                patterns.add(new MailboxPattern(name + delimiter + "*", delimiter));
            }
        }
        return patterns;
    }

    /// Whether an event of a mailbox that is not selected, or one that is not about messages, is to
    /// be told.
    ///
    /// @param own whether it is in the personal namespace
    boolean wants(NotifyEvent event, String shown, boolean own, Set<String> subscribed) {
        for (Group group : groups) {
            if (group.isAbout(shown, own, subscribed)) {
                if (group.said().events().isEmpty()) {
                    return false;
                }
                if (group.said().events().contains(event)) {
                    return true;
                }
            }
        }
        return false;
    }

    /// Whether any group has the event: all there is to ask of the account's own metadata.
    boolean wants(NotifyEvent event) {
        return groups.stream().anyMatch(group -> group.said().events().contains(event));
    }

    /// What is to be told of the selected mailbox: nothing, unless a group is about it.
    public Wishes wishes() {
        if (selected.isEmpty() || selected.get().events().isEmpty()) {
            return Wishes.NONE;
        }
        List<FetchItem> items =
                selected.get().items().stream().map(FetchItem::peeking).distinct().toList();
        return new Wishes(
                selected.get().events().contains(NotifyEvent.FLAG_CHANGE)
                        ? Interest.ALL
                        : Interest.ALL_BUT_FLAGS,
                (mailbox, arrived) -> fetch(mailbox, arrived, items));
    }

    /// With the UID, by which alone a client may speak of what it was told between commands.
    private static void fetch(SelectedMailbox mailbox, IndexRanges arrived, List<FetchItem> items)
            throws java.io.IOException {
        if (items.isEmpty()) {
            return;
        }
        List<FetchItem> all = new ArrayList<>(items);
        if (!items.contains(FetchItem.Plain.UID) && !mailbox.features().isUidOnly()) {
            all.add(0, FetchItem.Plain.UID);
        }
        new FetchWriter(mailbox, all, -1).write(arrived);
    }

    /// Whether EXPUNGE may be told between commands.
    Expunges betweenCommands() {
        return selected.filter(group -> group.filter() instanceof MailboxFilter.Selected)
                        .isPresent()
                ? Expunges.TOLD
                : Expunges.HELD_BACK;
    }
}
