// SPDX-License-Identifier: Apache-2.0
package org.pabal.imap.notify;

import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.pabal.directory.AccountId;
import org.pabal.imap.notify.Picture.Seen;
import org.pabal.imap.state.Authenticated;
import org.pabal.imap.state.NamedMailbox;
import org.pabal.imap.state.Notifier;
import org.pabal.imap.state.Notifier.Moment;
import org.pabal.imap.state.SelectedMailbox;
import org.pabal.imap.state.SelectedMailbox.Expunges;
import org.pabal.mailbox.AccountMailboxes;
import org.pabal.mailbox.MailboxId;
import org.pabal.mailbox.MetadataName;
import org.pabal.message.UnavailableException;

/// What NOTIFY has to tell one client: word of changes from the store goes in, responses come out.
///
/// The store's threads only leave word under a lock that is never held for longer. The picture of
/// what the client may see belongs to whoever owns the connection; it is taken anew when names or
/// rights change, so that nothing is told of a mailbox that was taken away.
public final class Notifications implements Notifier.Source {
    /// Accounts whose mailboxes one client can hear of.
    private static final int MAX_ACCOUNTS = 100;

    private final Authenticated user;
    private final Registration registration;
    private final NotificationWriter writer;
    private final ReentrantLock lock = new ReentrantLock();
    private Pending pending = new Pending(); // guarded by lock
    private boolean closed; // guarded by lock

    private Runnable changed = () -> {};
    private Picture picture = new Picture(Map.of(), java.util.Set.of());
    private final Map<AccountId, AccountMailboxes.Watch> watches = new HashMap<>();

    public Notifications(Authenticated user, Registration registration) {
        this.user = user;
        this.registration = registration;
        this.writer = new NotificationWriter(user, registration);
    }

    /// Begins to listen, and takes the first picture.
    ///
    /// @param word is told whenever there is something to tell
    /// @return false when there are more accounts than can be listened to
    public boolean start(Runnable word) {
        changed = word;
        watch(user.mailboxes());
        return look();
    }

    private boolean look() {
        picture = Picture.of(user, registration.others());
        for (Seen seen : picture.mailboxes().values()) {
            watch(seen.mailbox().mailboxes());
        }
        return watches.size() <= MAX_ACCOUNTS;
    }

    private void watch(AccountMailboxes mailboxes) {
        AccountId account = mailboxes.account().id();
        if (watches.size() <= MAX_ACCOUNTS && !watches.containsKey(account)) {
            boolean own = account.equals(user.account().id());
            watches.put(account, mailboxes.watch(new Word(account, own)));
        }
    }

    /// The selected mailbox may lie in an account that nothing else is heard of.
    @Override
    public void prepare() {
        user.selected()
                .map(SelectedMailbox::named)
                .map(NamedMailbox::mailboxes)
                .ifPresent(this::watchUnlessClosed);
    }

    private void watchUnlessClosed(AccountMailboxes mailboxes) {
        if (!isClosed()) {
            watch(mailboxes);
        }
    }

    private boolean isClosed() {
        lock.lock();
        try {
            return closed;
        } finally {
            lock.unlock();
        }
    }

    /// STATUS of every mailbox whose messages the client wants to hear of. RFC 5465 §3.1.
    public void writeStatus() throws IOException {
        for (Map.Entry<Pending.MailboxKey, Seen> entry : picture.mailboxes().entrySet()) {
            if (selected(entry.getKey()).isEmpty()) {
                writer.status(entry.getKey(), entry.getValue(), picture);
            }
        }
    }

    private Optional<SelectedMailbox> selected(Pending.MailboxKey key) {
        return user.selected()
                .filter(open ->
                        open.mailbox().equals(key.mailbox())
                                && open.named().owner().id().equals(key.account()));
    }

    @Override
    public void tell(Moment moment) throws IOException {
        Pending taken = take();
        try {
            tell(taken, moment);
        } catch (UnavailableException e) {
            putBack(taken);
            throw e;
        }
    }

    private void tell(Pending taken, Moment moment) throws IOException {
        if (taken.isTooMuch()) {
            giveUp();
            return;
        }
        if (taken.hasNames() || taken.hasSubscriptions()) {
            Picture before = picture;
            look();
            writer.names(before, picture);
            writer.subscriptions(before, picture);
        }
        for (Pending.Metadata change : taken.metadata()) {
            writer.metadata(change, picture);
        }
        for (Pending.MailboxKey key : taken.mailboxes()) {
            Optional<SelectedMailbox> open = selected(key);
            Optional<Seen> seen = picture.find(key);
            if (open.isPresent()) {
                open.get()
                        .tellChanges(
                                moment == Moment.IDLING
                                        ? Expunges.TOLD
                                        : registration.betweenCommands());
            } else if (seen.isPresent()) {
                writer.status(key, seen.get(), picture);
            }
        }
    }

    /// From here on it is as after NOTIFY NONE. RFC 5465 §5.8.
    private void giveUp() throws IOException {
        close();
        user.client().tellNothing();
        user.out().untagged("OK", "NOTIFICATIONOVERFLOW", "Too much changed, say NOTIFY again");
    }

    private Pending take() {
        lock.lock();
        try {
            Pending taken = pending;
            pending = new Pending();
            return taken;
        } finally {
            lock.unlock();
        }
    }

    private void putBack(Pending untold) {
        lock.lock();
        try {
            pending.addAll(untold);
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            pending = new Pending();
        } finally {
            lock.unlock();
        }
        watches.values().forEach(AccountMailboxes.Watch::close);
        watches.clear();
    }

    /// What the store's threads call, for one account.
    private final class Word implements AccountMailboxes.Listener {
        private final AccountId account;
        private final boolean own;

        Word(AccountId account, boolean own) {
            this.account = account;
            this.own = own;
        }

        private void leave(java.util.function.Consumer<Pending> word) {
            lock.lock();
            try {
                if (closed) {
                    return;
                }
                word.accept(pending);
            } finally {
                lock.unlock();
            }
            changed.run();
        }

        @Override
        public void mailboxChanged(MailboxId mailbox) {
            leave(word -> word.mailbox(new Pending.MailboxKey(account, mailbox)));
        }

        @Override
        public void namesChanged() {
            leave(Pending::names);
        }

        /// Who may see a mailbox changed, and so which names there are.
        @Override
        public void aclChanged(MailboxId mailbox) {
            leave(word -> {
                word.names();
                word.mailbox(new Pending.MailboxKey(account, mailbox));
            });
        }

        @Override
        public void subscriptionsChanged() {
            if (own) {
                leave(Pending::subscriptions);
            }
        }

        /// Another's private entries are his own, and so are his account's.
        @Override
        public void metadataChanged(Optional<MailboxId> mailbox, List<MetadataName> names) {
            List<MetadataName> heard =
                    names.stream()
                            .filter(name -> own || (mailbox.isPresent() && !name.isPrivate()))
                            .toList();
            if (!heard.isEmpty()) {
                leave(word -> word.metadata(account, mailbox, heard));
            }
        }
    }
}
