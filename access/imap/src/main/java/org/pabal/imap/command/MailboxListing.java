// SPDX-License-Identifier: Apache-2.0
package org.pabal.imap.command;

import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import org.pabal.imap.MailboxPattern;
import org.pabal.imap.command.ListMailboxes.Return;
import org.pabal.imap.command.ListMailboxes.Selection;
import org.pabal.imap.response.ResponseWriter;
import org.pabal.imap.state.Authenticated;
import org.pabal.imap.state.NamedMailbox;
import org.pabal.imap.state.ShownNames;
import org.pabal.mailbox.Rights;
import org.pabal.mailbox.SpecialUse;

/// What one LIST shows: every name there is, chosen, with its attributes. RFC 9051 §7.3.1.
final class MailboxListing {
    private final Authenticated user;
    private final ListMailboxes command;
    private final List<MailboxPattern> patterns;
    private final SortedMap<String, NamedMailbox> mailboxes;
    private final Set<String> subscribed;
    private final Set<String> withChildren;
    private final Set<String> aboveSubscribed;
    private final Set<String> aboveSpecialUse;

    MailboxListing(Authenticated user, ListMailboxes command, List<MailboxPattern> patterns) {
        this.user = user;
        this.command = command;
        this.patterns = patterns;
        ShownNames names = user.shownNames();
        this.mailboxes = names.mailboxesWithAdministered(patterns);
        this.subscribed = new HashSet<>(names.subscriptions());
        this.withChildren = names.above(mailboxes.keySet());
        this.aboveSubscribed = names.above(subscribed);
        this.aboveSpecialUse =
                names.above(
                        mailboxes.entrySet().stream()
                                .filter(entry -> specialUse(entry.getValue()).isPresent())
                                .map(Map.Entry::getKey)
                                .toList());
    }

    /// Others' mailboxes have none here: another's `\Sent` is no place for what this client sends.
    private static Optional<SpecialUse> specialUse(NamedMailbox mailbox) {
        return mailbox.isOwn() ? mailbox.info().specialUse() : Optional.empty();
    }

    /// Existing names, names that only have children, and names that are only subscribed.
    private SortedMap<String, Optional<NamedMailbox>> names() {
        SortedMap<String, Optional<NamedMailbox>> names = ShownNames.newMap();
        withChildren.forEach(name -> names.put(name, Optional.empty()));
        subscribed.forEach(name -> names.put(name, Optional.empty()));
        if (selects(Selection.RECURSIVEMATCH)) {
            aboveSubscribed.forEach(name -> names.put(name, Optional.empty()));
        }
        mailboxes.forEach((name, mailbox) -> names.put(name, Optional.of(mailbox)));
        return names;
    }

    private boolean selects(Selection option) {
        return command.selection().contains(option);
    }

    void write() throws IOException {
        for (Map.Entry<String, Optional<NamedMailbox>> entry : names().entrySet()) {
            writeIfChosen(entry.getKey(), entry.getValue());
        }
    }

    private void writeIfChosen(String name, Optional<NamedMailbox> mailbox) throws IOException {
        if (patterns.stream()
                .noneMatch(pattern -> pattern.matches(name, user.namespaces().levels(name)))) {
            return;
        }
        boolean itself = isSelected(name, mailbox);
        String below = selects(Selection.RECURSIVEMATCH) ? childInfo(name) : "";
        if (itself || !below.isEmpty()) {
            writeName(name, mailbox, below);
            if (mailbox.isPresent()) {
                writeMore(mailbox.get());
            }
        }
    }

    /// What else was asked for of a mailbox, as far as the client may know it.
    private void writeMore(NamedMailbox mailbox) throws IOException {
        boolean selectable = mailbox.info().selectable();
        if (command.returns().has(Return.STATUS)
                && selectable
                && mailbox.rights().has(Rights.READ)) {
            StatusItem.write(user, mailbox, command.returns().status());
        }
        if (command.returns().has(Return.MYRIGHTS) && selectable) {
            MyRights.write(user, mailbox);
        }
        if (command.returns().has(Return.METADATA) && Annotations.mayRead(user, mailbox)) {
            Annotations annotations = new Annotations(user, Optional.of(mailbox));
            annotations.writeValues(command.returns().metadata());
        }
    }

    /// Whether the selection options let the name itself through. RFC 9051 §6.3.9.1.
    private boolean isSelected(String name, Optional<NamedMailbox> mailbox) {
        if (selects(Selection.SUBSCRIBED) && !subscribed.contains(name)) {
            return false;
        }
        if (selects(Selection.SPECIAL_USE)
                && mailbox.flatMap(MailboxListing::specialUse).isEmpty()) {
            return false;
        }
        return selects(Selection.SUBSCRIBED) || mailbox.isPresent() || withChildren.contains(name);
    }

    /// What names below this one have that it was asked for, whether they match the pattern or not.
    private String childInfo(String name) {
        StringBuilder options = new StringBuilder();
        if (selects(Selection.SUBSCRIBED) && aboveSubscribed.contains(name)) {
            options.append("\"SUBSCRIBED\"");
        }
        if (selects(Selection.SPECIAL_USE) && aboveSpecialUse.contains(name)) {
            options.append(options.isEmpty() ? "" : " ").append("\"SPECIAL-USE\"");
        }
        return options.toString();
    }

    private void writeName(String name, Optional<NamedMailbox> mailbox, String childInfo)
            throws IOException {
        ResponseWriter out = user.out().ascii("* LIST (");
        out.ascii(attributes(name, mailbox)).octet(')');
        user.writeDelimiter(name);
        user.writeName(name);
        if (!childInfo.isEmpty()) {
            out.ascii(" (\"CHILDINFO\" (").ascii(childInfo).ascii("))");
        }
        out.crlf();
    }

    private String attributes(String name, Optional<NamedMailbox> mailbox) {
        StringBuilder text = new StringBuilder();
        if (mailbox.isEmpty() || !mailbox.get().info().selectable()) {
            text.append(isRev2OrExtended() ? " \\NonExistent" : " \\Noselect");
        }
        text.append(withChildren.contains(name) ? " \\HasChildren" : " \\HasNoChildren");
        if (subscribed.contains(name)
                && (selects(Selection.SUBSCRIBED) || command.returns().has(Return.SUBSCRIBED))) {
            text.append(" \\Subscribed");
        }
        mailbox.flatMap(MailboxListing::specialUse)
                .ifPresent(use -> text.append(' ').append(use.attribute()));
        return text.substring(1);
    }

    /// A client of RFC 3501 alone knows only `\Noselect`.
    private boolean isRev2OrExtended() {
        return user.client().features().isRev2()
                || !command.selection().isEmpty()
                || !command.returns().options().isEmpty();
    }
}
