// SPDX-License-Identifier: Apache-2.0
package org.pabal.imap.notify;

import java.io.IOException;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.pabal.imap.notify.Picture.Seen;
import org.pabal.imap.response.ResponseWriter;
import org.pabal.imap.state.Authenticated;
import org.pabal.mailbox.MailboxSnapshot;
import org.pabal.mailbox.Rights;

/// Writes what changed elsewhere: STATUS, LIST and METADATA that nobody asked for. RFC 5465 §5.
final class NotificationWriter {
    private static final int MOST_COUNTED = 1000;

    private final Authenticated user;
    private final Registration registration;
    private final Map<Pending.MailboxKey, Counts> told = new LinkedHashMap<>();

    /// What shows whether messages came or went.
    private record Counts(long uidNext, int count) {}

    NotificationWriter(Authenticated user, Registration registration) {
        this.user = user;
        this.registration = registration;
    }

    private ResponseWriter out() {
        return user.out();
    }

    private boolean wants(NotifyEvent event, String shown, boolean own, Set<String> subscribed) {
        return registration.wants(event, shown, own, subscribed);
    }

    /// Of a mailbox that is not selected, if the client wants to hear of what happened there.
    void status(Pending.MailboxKey key, Seen seen, Picture picture) throws IOException {
        Set<String> subscribed = picture.subscribed();
        if (!seen.mailbox().info().selectable()
                || !seen.mailbox().rights().has(Rights.READ)
                || !wants(NotifyEvent.MESSAGE_NEW, seen.shown(), seen.own(), subscribed)) {
            return;
        }
        Optional<MailboxSnapshot> now = seen.mailbox().mailboxes().snapshot(key.mailbox());
        if (now.isEmpty()) {
            return;
        }
        Counts counts = new Counts(now.get().uidNext(), now.get().count());
        boolean flags = wants(NotifyEvent.FLAG_CHANGE, seen.shown(), seen.own(), subscribed);
        if (!flags && counts.equals(told.get(key))) {
            return;
        }
        remember(key, counts);
        writeStatus(seen.shown(), now.get());
    }

    /// What is forgotten is told once more than it need be.
    private void remember(Pending.MailboxKey key, Counts counts) {
        told.put(key, counts);
        if (told.size() > MOST_COUNTED) {
            Iterator<Pending.MailboxKey> eldest = told.keySet().iterator();
            eldest.next();
            eldest.remove();
        }
    }

    private void writeStatus(String shown, MailboxSnapshot now) throws IOException {
        out().ascii("* STATUS ");
        user.writeName(shown);
        out().ascii(" (MESSAGES ").number(now.count()).ascii(" UIDNEXT ").number(now.uidNext());
        out().ascii(" UIDVALIDITY ").number(now.uidValidity());
        out().ascii(" UNSEEN ").number(now.unseenCount());
        out().ascii(" HIGHESTMODSEQ ").number(now.highestModSeq()).octet(')').crlf();
    }

    /// Mailboxes that were made, went, or have another name. RFC 5465 §5.4.
    void names(Picture before, Picture now) throws IOException {
        for (Map.Entry<Pending.MailboxKey, Seen> entry : before.mailboxes().entrySet()) {
            Seen gone = entry.getValue();
            if (now.find(entry.getKey()).isEmpty()
                    && !now.hasMailbox(gone.shown())
                    && wantsName(gone, before)) {
                writeList(gone.shown(), "\\NonExistent", now, Optional.empty());
            }
        }
        for (Map.Entry<Pending.MailboxKey, Seen> entry : now.mailboxes().entrySet()) {
            Optional<Seen> was = before.find(entry.getKey());
            if (was.isEmpty() || isRenamed(was.get(), entry.getValue())) {
                name(was, entry.getValue(), now);
            }
        }
    }

    private static boolean isRenamed(Seen was, Seen is) {
        return !was.shown().equals(is.shown())
                || was.mailbox().info().selectable() != is.mailbox().info().selectable();
    }

    private void name(Optional<Seen> was, Seen is, Picture now) throws IOException {
        if (wantsName(is, now) || (was.isPresent() && wantsName(was.get(), now))) {
            writeList(
                    is.shown(),
                    is.mailbox().info().selectable() ? "" : "\\Noselect",
                    now,
                    was.map(Seen::shown).filter(old -> !old.equals(is.shown())));
        }
    }

    private boolean wantsName(Seen seen, Picture picture) {
        return wants(NotifyEvent.MAILBOX_NAME, seen.shown(), seen.own(), picture.subscribed());
    }

    /// RFC 5465 §5.5.
    void subscriptions(Picture before, Picture now) throws IOException {
        for (String shown : now.subscribed()) {
            if (!before.subscribed().contains(shown)) {
                subscription(shown, now, now.subscribed());
            }
        }
        for (String shown : before.subscribed()) {
            if (!now.subscribed().contains(shown)) {
                subscription(shown, now, before.subscribed());
            }
        }
    }

    private void subscription(String shown, Picture now, Set<String> subscribed)
            throws IOException {
        boolean own = user.namespaces().parse(shown).filter(user::isOwn).isPresent();
        if (wants(NotifyEvent.SUBSCRIPTION_CHANGE, shown, own, subscribed)) {
            writeList(shown, now.hasMailbox(shown) ? "" : "\\NonExistent", now, Optional.empty());
        }
    }

    private void writeList(String shown, String attribute, Picture now, Optional<String> oldName)
            throws IOException {
        boolean subscribed = now.subscribed().contains(shown);
        out().ascii("* LIST (").ascii(attribute);
        if (subscribed) {
            out().ascii(attribute.isEmpty() ? "\\Subscribed" : " \\Subscribed");
        }
        out().octet(')');
        user.writeDelimiter(shown);
        user.writeName(shown);
        if (oldName.isPresent()) {
            out().ascii(" (\"OLDNAME\" (");
            user.writeName(oldName.get()).ascii("))");
        }
        out().crlf();
    }

    /// RFC 5465 §5.6 and §5.7: names of entries, their values are there to be asked for.
    void metadata(Pending.Metadata change, Picture picture) throws IOException {
        if (change.mailbox().isEmpty()) {
            if (registration.wants(NotifyEvent.SERVER_METADATA_CHANGE)) {
                out().ascii("* METADATA \"\" ").astring(change.name().text()).crlf();
            }
            return;
        }
        Optional<Seen> seen =
                picture.find(new Pending.MailboxKey(change.account(), change.mailbox().get()));
        if (seen.isPresent()
                && wants(
                        NotifyEvent.MAILBOX_METADATA_CHANGE,
                        seen.get().shown(),
                        seen.get().own(),
                        picture.subscribed())) {
            out().ascii("* METADATA ");
            user.writeName(seen.get().shown()).octet(' ').astring(change.name().text()).crlf();
        }
    }
}
