// SPDX-License-Identifier: Apache-2.0
package org.pabal.imap.command;

import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.pabal.imap.command.ListMailboxes.Return;
import org.pabal.imap.command.ListMailboxes.Selection;
import org.pabal.imap.response.ResponseWriter;
import org.pabal.imap.state.Authenticated;
import org.pabal.imap.syntax.MailboxPattern;
import org.pabal.mailbox.MailboxInfo;
import org.pabal.mailbox.MailboxName;

/// What one LIST shows: every name there is, chosen, with its attributes. RFC 9051 §7.3.1.
final class MailboxListing {
    private final Authenticated user;
    private final ListMailboxes command;
    private final List<MailboxPattern> patterns;
    private final SortedMap<MailboxName, Optional<MailboxInfo>> names = new TreeMap<>();
    private final Set<MailboxName> subscribed;
    private final Set<MailboxName> withChildren = new HashSet<>();
    private final Set<MailboxName> aboveSubscribed = new HashSet<>();
    private final Set<MailboxName> aboveSpecialUse = new HashSet<>();

    MailboxListing(Authenticated user, ListMailboxes command, List<MailboxPattern> patterns) {
        this.user = user;
        this.command = command;
        this.patterns = patterns;
        this.subscribed = new HashSet<>(user.mailboxes().subscriptions());
        gather();
    }

    /// Existing names, names that only have children, and names that are only subscribed.
    private void gather() {
        for (MailboxInfo info : user.mailboxes().list()) {
            names.put(info.name(), Optional.of(info));
        }
        for (MailboxName existing : List.copyOf(names.keySet())) {
            addAncestors(existing, withChildren);
        }
        for (MailboxName parent : withChildren) {
            names.putIfAbsent(parent, Optional.empty());
        }
        for (MailboxName name : subscribed) {
            names.putIfAbsent(name, Optional.empty());
            addAncestors(name, aboveSubscribed);
        }
        names.forEach((name, info) -> {
            if (info.flatMap(MailboxInfo::specialUse).isPresent()) {
                addAncestors(name, aboveSpecialUse);
            }
        });
        if (selects(Selection.RECURSIVEMATCH)) {
            aboveSubscribed.forEach(name -> names.putIfAbsent(name, Optional.empty()));
        }
    }

    private static void addAncestors(MailboxName name, Set<MailboxName> to) {
        Optional<MailboxName> parent = name.parent();
        while (parent.isPresent() && to.add(parent.get())) {
            parent = parent.get().parent();
        }
    }

    private boolean selects(Selection option) {
        return command.selection().contains(option);
    }

    void write() throws IOException {
        writeIfChosen(MailboxName.INBOX);
        for (MailboxName name : names.keySet()) {
            if (!name.isInbox()) {
                writeIfChosen(name);
            }
        }
    }

    private void writeIfChosen(MailboxName name) throws IOException {
        Optional<MailboxInfo> info = names.getOrDefault(name, Optional.empty());
        if (!names.containsKey(name) || patterns.stream().noneMatch(p -> p.matches(name))) {
            return;
        }
        boolean itself = isSelected(name, info);
        String below = selects(Selection.RECURSIVEMATCH) ? childInfo(name) : "";
        if (itself || !below.isEmpty()) {
            writeName(name, info, below);
            if (command.returns().contains(Return.STATUS)
                    && info.filter(MailboxInfo::selectable).isPresent()) {
                StatusItem.write(user, info.get(), command.status());
            }
        }
    }

    /// Whether the selection options let the name itself through. RFC 9051 §6.3.9.1.
    private boolean isSelected(MailboxName name, Optional<MailboxInfo> info) {
        if (selects(Selection.SUBSCRIBED) && !subscribed.contains(name)) {
            return false;
        }
        if (selects(Selection.SPECIAL_USE) && info.flatMap(MailboxInfo::specialUse).isEmpty()) {
            return false;
        }
        return selects(Selection.SUBSCRIBED) || info.isPresent() || withChildren.contains(name);
    }

    /// What names below this one have that it was asked for, whether they match the pattern or not.
    private String childInfo(MailboxName name) {
        StringBuilder options = new StringBuilder();
        if (selects(Selection.SUBSCRIBED) && aboveSubscribed.contains(name)) {
            options.append("\"SUBSCRIBED\"");
        }
        if (selects(Selection.SPECIAL_USE) && aboveSpecialUse.contains(name)) {
            options.append(options.isEmpty() ? "" : " ").append("\"SPECIAL-USE\"");
        }
        return options.toString();
    }

    private void writeName(MailboxName name, Optional<MailboxInfo> info, String childInfo)
            throws IOException {
        ResponseWriter out = user.out().ascii("* LIST (");
        String attributes = attributes(name, info);
        out.ascii(attributes).ascii(") \"/\" ");
        user.writeName(name);
        if (!childInfo.isEmpty()) {
            out.ascii(" (\"CHILDINFO\" (").ascii(childInfo).ascii("))");
        }
        out.crlf();
    }

    private String attributes(MailboxName name, Optional<MailboxInfo> info) {
        StringBuilder text = new StringBuilder();
        if (info.isEmpty() || !info.get().selectable()) {
            text.append(isRev2OrExtended() ? " \\NonExistent" : " \\Noselect");
        }
        text.append(withChildren.contains(name) ? " \\HasChildren" : " \\HasNoChildren");
        if (subscribed.contains(name)
                && (selects(Selection.SUBSCRIBED)
                        || command.returns().contains(Return.SUBSCRIBED))) {
            text.append(" \\Subscribed");
        }
        info.flatMap(MailboxInfo::specialUse)
                .ifPresent(use -> text.append(' ').append(use.attribute()));
        return text.substring(1);
    }

    /// A client of RFC 3501 alone knows only `\Noselect`.
    private boolean isRev2OrExtended() {
        return user.client().features().isRev2()
                || !command.selection().isEmpty()
                || !command.returns().isEmpty();
    }
}
