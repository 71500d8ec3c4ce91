// SPDX-License-Identifier: Apache-2.0
package org.pabal.server.composition;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.List;
import java.util.OptionalLong;
import org.pabal.directory.Account;
import org.pabal.directory.Language;
import org.pabal.mailbox.Filing;
import org.pabal.mailbox.FilingOutcome;
import org.pabal.mailbox.Flags;
import org.pabal.mailbox.MailboxName;
import org.pabal.mailbox.MailboxStore;
import org.pabal.mailbox.MessageIntake;
import org.pabal.mailbox.StagedMessage;
import org.pabal.message.mime.HeaderText;
import org.pabal.message.mime.MailDate;

/// Puts a mail of this server's into an account's INBOX: past its scripts and its quota.
final class SystemMail {
    private final MailboxStore mailboxes;
    private final String hostname;

    SystemMail(MailboxStore mailboxes, String hostname) {
        this.mailboxes = mailboxes;
        this.hostname = hostname;
    }

    /// @param key the same for the same mail: it is filed once. A part of a message id
    /// @param words with CRLF line ends
    void file(Account account, String key, String subject, String words, Instant now) {
        byte[] octets = octets(hostname, account, key, subject, words, now);
        StagedMessage message;
        try (MessageIntake intake = mailboxes.newMessage()) {
            intake.write(octets, 0, octets.length);
            message = intake.finish();
        }
        Account unlimited = account.withQuota(OptionalLong.empty(), OptionalLong.empty());
        Filing filing = new Filing(unlimited, MailboxName.INBOX, message, Flags.NONE, now, key);
        if (mailboxes.file(List.of(filing), List.of()) instanceof FilingOutcome.OverQuota) {
            throw new IllegalStateException("a filing without a limit was over it");
        }
    }

    static byte[] octets(
            String hostname,
            Account account,
            String key,
            String subject,
            String words,
            Instant now) {
        String text =
                field("From", "Mail System <postmaster@" + hostname + ">")
                        + field("To", "<" + account.address() + ">")
                        + field("Subject", HeaderText.encode(subject))
                        + field("Date", MailDate.format(now.atOffset(ZoneOffset.UTC)))
                        + field("Message-ID", "<" + key + "@" + hostname + ">")
                        + field("Auto-Submitted", "auto-generated") // RFC 3834 §5
                        + field("MIME-Version", "1.0")
                        + field("Content-Type", "text/plain; charset=utf-8")
                        + field(
                                "Content-Language",
                                account.language() == Language.KOREAN ? "ko" : "en")
                        + field("Content-Transfer-Encoding", "base64")
                        + "\r\n"
                        + Base64.getMimeEncoder(76, new byte[] {'\r', '\n'})
                                .encodeToString(words.getBytes(StandardCharsets.UTF_8))
                        + "\r\n";
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String field(String name, String value) {
        return name + ": " + value + "\r\n";
    }
}
