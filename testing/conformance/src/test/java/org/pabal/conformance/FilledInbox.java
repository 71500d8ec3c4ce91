// SPDX-License-Identifier: Apache-2.0
package org.pabal.conformance;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.pabal.directory.Account;
import org.pabal.directory.AccountId;
import org.pabal.directory.Language;
import org.pabal.directory.Role;
import org.pabal.mailbox.AccountMailboxes;
import org.pabal.mailbox.Flags;
import org.pabal.mailbox.MailboxId;
import org.pabal.mailbox.MailboxName;
import org.pabal.mailbox.MessageIntake;
import org.pabal.mailbox.NewMessage;
import org.pabal.mailbox.stored.MailboxConfig;
import org.pabal.mailbox.stored.StoredMailboxes;
import org.pabal.message.Address;
import org.pabal.storage.embedded.EmbeddedConfig;
import org.pabal.storage.embedded.EmbeddedStorage;

/// Fills an inbox straight in the store, while no server runs: by IMAP a hundred thousand mails take
/// minutes.
///
/// Mail `n` is called `number n`, comes from one of forty senders `s0@far.test` to `s39@far.test`, each
/// ten minutes after the one before it, from 2024 on; each fifth is unread.
final class FilledInbox {
    private static final Instant FIRST = Instant.parse("2024-01-01T00:00:00Z");
    private static final Duration BETWEEN = Duration.ofMinutes(10);
    private static final int SENDERS = 40;
    private static final int UNREAD = 5;
    private static final int AT_ONCE = 2_000;

    private FilledInbox() {}

    /// @param first the account that was made first in this data directory
    static void fill(Path data, String first, int count) throws IOException {
        Account account =
                new Account(
                        new AccountId(1),
                        Address.of(first),
                        "",
                        Language.ENGLISH,
                        OptionalLong.empty(),
                        OptionalLong.empty(),
                        true,
                        Role.USER,
                        Optional.empty());
        try (EmbeddedStorage storage =
                        EmbeddedStorage.open(EmbeddedConfig.defaults(data.resolve("store")));
                StoredMailboxes store =
                        new StoredMailboxes(
                                storage, InstantSource.system(), MailboxConfig.defaults())) {
            AccountMailboxes mailboxes = store.open(account);
            MailboxId inbox = mailboxes.find(MailboxName.INBOX).orElseThrow().id();
            List<NewMessage> some = new ArrayList<>(AT_ONCE);
            for (int number = 0; number < count; number++) {
                some.add(message(store, first, number));
                if (some.size() == AT_ONCE || number == count - 1) {
                    mailboxes.append(inbox, some);
                    some.clear();
                }
            }
        }
    }

    private static NewMessage message(StoredMailboxes store, String to, int number)
            throws IOException {
        byte[] octets =
                ("From: Sender %1$d <s%1$d@far.test>\r\nTo: <%2$s>\r\nSubject: number %3$d\r\n"
                                + "Message-ID: <n%3$d@far.test>\r\n\r\ntext %3$d\r\n")
                        .formatted(number % SENDERS, to, number)
                        .getBytes(StandardCharsets.US_ASCII);
        try (MessageIntake intake = store.newMessage()) {
            intake.write(octets, 0, octets.length);
            return new NewMessage(
                    intake.finish(),
                    number % UNREAD == 0 ? Flags.NONE : Flags.of(Flags.SEEN),
                    FIRST.plus(BETWEEN.multipliedBy(number)));
        }
    }
}
