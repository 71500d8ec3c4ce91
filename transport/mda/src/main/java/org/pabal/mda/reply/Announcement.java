// SPDX-License-Identifier: Apache-2.0
package org.pabal.mda.reply;

import org.pabal.mailbox.MailboxName;
import org.pabal.mda.ArrivedMail;
import org.pabal.mda.NewMail;
import org.pabal.message.ReversePath;
import org.pabal.message.mime.ScannedMessage;

/// What others are told of a mail that has come.
public final class Announcement {
    private Announcement() {}

    /// @param mailbox into which it is filed
    public static NewMail of(ArrivedMail mail, MailboxName mailbox) {
        ScannedMessage scan = mail.message().scan();
        Trigger trigger = new Trigger(scan.header());
        return new NewMail(
                trigger.authorName().orElse(""),
                author(mail),
                trigger.subject().orElse(""),
                scan.preview(),
                mailbox.text(),
                trigger.messageId().orElse(""));
    }

    /// The address of a mail's first author, or else where it came from; may be empty.
    public static String author(ArrivedMail mail) {
        return new Trigger(mail.message().scan().header())
                .authorAddress()
                .orElseGet(() -> sender(mail.sender()));
    }

    /// Of a mail without authors.
    private static String sender(ReversePath sender) {
        return sender instanceof ReversePath.To(var address) ? address.toString() : "";
    }
}
