// SPDX-License-Identifier: Apache-2.0
package org.pabal.mailbox.stored;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.pabal.mailbox.Acl;
import org.pabal.mailbox.Flags;
import org.pabal.mailbox.MailboxName;
import org.pabal.mailbox.Snoozed;
import org.pabal.mailbox.format.v1.AccountFormat;
import org.pabal.mailbox.format.v1.AclFormat;
import org.pabal.mailbox.format.v1.MailboxFormat;
import org.pabal.mailbox.format.v1.PageFormat;
import org.pabal.mailbox.format.v1.RecordKeys;
import org.pabal.mailbox.format.v1.SmallFormats;
import org.pabal.mailbox.format.v1.SnoozeFormat;
import org.pabal.mailbox.state.AccountRecord;
import org.pabal.mailbox.state.AccountState;
import org.pabal.mailbox.state.MailboxRecord;
import org.pabal.mailbox.state.MailboxState;
import org.pabal.mailbox.state.MessagePage;
import org.pabal.mailbox.state.NameIndex;
import org.pabal.mailbox.state.PageDirectory;
import org.pabal.mailbox.state.PageSource;
import org.pabal.message.UnavailableException;
import org.pabal.storage.Entry;

/// Reads an account's state from storage: its mailboxes at once, their pages when asked for.
final class AccountLoader {
    private static final int MAX_ATTEMPTS = 10;

    /// @param leftovers true when expunged messages wait to be reclaimed
    record Loaded(Head head, boolean leftovers) {}

    /// Everything read belongs to one version: another process may be writing.
    Loaded load(long account, AccountSpace space) {
        for (int attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
            long version = space.version();
            Reading reading = new Reading(space);
            space.forEach(RecordKeys.index(), reading::take);
            space.forEach(RecordKeys.snoozes(), reading::takeSnooze);
            if (space.version() == version) {
                return new Loaded(reading.head(version), reading.leftovers);
            }
        }
        throw new UnavailableException(
                "account "
                        + account
                        + " keeps changing while it is read: look for a second server on this"
                        + " store");
    }

    private static final class Reading {
        private final PageReader pages;
        private @Nullable AccountRecord record;
        private final List<MailboxRecord> mailboxes = new ArrayList<>();
        private final Map<Long, Acl> acls = new HashMap<>();
        private final Map<Long, Integer> copies = new HashMap<>();
        private final List<MailboxName> subscriptions = new ArrayList<>();
        private final Map<Long, Snoozed> snoozed = new HashMap<>();
        private boolean leftovers;

        Reading(AccountSpace space) {
            this.pages = new PageReader(space);
        }

        void take(Entry entry) {
            switch (RecordKeys.kindOf(entry.key())) {
                case ACCOUNT -> record = AccountFormat.decode(entry.value());
                case MAILBOX -> mailboxes.add(MailboxFormat.decode(entry.value()));
                case COPIES ->
                        copies.put(
                                RecordKeys.emailOfCopies(entry.key()),
                                SmallFormats.decodeCopies(entry.value()));
                case SUBSCRIPTION ->
                        subscriptions.add(new MailboxName(RecordKeys.subscribedName(entry.key())));
                case EXPUNGED -> leftovers = true;
                case ACL ->
                        acls.put(
                                RecordKeys.mailboxOfAcl(entry.key()),
                                AclFormat.decode(entry.value()));
            }
        }

        void takeSnooze(Entry entry) {
            long email = RecordKeys.emailOfSnooze(entry.key());
            snoozed.put(email, SnoozeFormat.decode(email, entry.value()));
        }

        private MailboxState mailbox(MailboxRecord record) {
            Acl acl = acls.getOrDefault(record.id().value(), Acl.NONE);
            if (record.counts().messages() == 0) {
                return new MailboxState(record, PageSource.of(PageDirectory.EMPTY), acl);
            }
            PageReader reader = pages;
            return new MailboxState(record, PageSource.readBy(() -> reader.read(record)), acl);
        }

        Head head(long version) {
            return new Head(
                    AccountState.of(
                            version,
                            Optional.ofNullable(record),
                            mailboxes.stream().map(this::mailbox).toList(),
                            NameIndex.of(subscriptions),
                            snoozed),
                    copies);
        }
    }

    /// Reads the pages of an account's mailboxes; is kept until the last of them is read.
    private static final class PageReader {
        private final AccountSpace space;
        private final Map<Flags, Flags> sharedFlags = new ConcurrentHashMap<>();

        PageReader(AccountSpace space) {
            this.space = space;
        }

        PageDirectory read(MailboxRecord mailbox) {
            List<MessagePage> pages = new ArrayList<>();
            space.forEach(RecordKeys.pages(mailbox.id().value()), entry -> pages.add(page(entry)));
            PageDirectory directory = PageDirectory.of(pages);
            if (directory.count() != mailbox.counts().messages()) {
                throw new UnavailableException(
                        "mailbox "
                                + mailbox.id().value()
                                + " should have "
                                + mailbox.counts().messages()
                                + " messages and has "
                                + directory.count()
                                + ": run `pabal store verify`");
            }
            return directory;
        }

        private MessagePage page(Entry entry) {
            return PageFormat.decode(
                    RecordKeys.numberOfPage(entry.key()),
                    entry.value(),
                    flags -> sharedFlags.computeIfAbsent(flags, first -> first));
        }
    }
}
