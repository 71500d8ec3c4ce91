// SPDX-License-Identifier: Apache-2.0
package org.pabal.mda.reply;

import java.util.Optional;
import org.pabal.directory.Language;
import org.pabal.message.Address;
import org.pabal.message.Domain;
import org.pabal.message.mime.HeaderSection;
import org.pabal.message.report.DeliveryReport;
import org.pabal.message.report.DispositionNotification;

/// What the sender of a rejected mail is told when the session is over. RFC 5429 §2.2.
///
/// To be sent from the null reverse-path to the reverse-path of the mail; nothing is sent for a mail
/// without one, or of a list. Only the header section comes back: with the whole a rejection would be
/// a way to send mail to others.
public final class Rejection {
    private Rejection() {}

    /// @param server its name
    /// @param reason of the script
    /// @param to the reverse-path of the mail
    /// @param originalRecipient ORCPT, decoded
    /// @param header the octets of the mail's header section
    public static byte[] write(
            Domain server,
            String reason,
            Address to,
            Owner owner,
            Optional<String> originalRecipient,
            byte[] header,
            Stamp stamp) {
        HeaderSection section = HeaderSection.parse(header, 0, header.length);
        return new DispositionNotification(
                        server,
                        MessageText.mailbox(owner.author()),
                        to,
                        owner.korean() ? "메일이 거부되었습니다" : "Your message was rejected",
                        stamp.messageId(),
                        stamp.date(),
                        words(reason, new Trigger(section), owner),
                        owner.language() == Language.KOREAN
                                ? DeliveryReport.Language.KO
                                : DeliveryReport.Language.EN,
                        originalRecipient,
                        owner.address(),
                        header)
                .octets();
    }

    private static String words(String reason, Trigger trigger, Owner owner) {
        String mail =
                owner.korean()
                        ? trigger.subject().map(text -> "보내신 메일(“" + text + "”)").orElse("보내신 메일")
                        : trigger.subject()
                                .map(text -> "Your message \"" + text + "\"")
                                .orElse("Your message");
        String head =
                owner.korean()
                        ? mail
                                + "은 받는 사람("
                                + owner.address()
                                + ")이 정한 규칙에 따라 거부되었고,"
                                + " 읽히지 않았습니다. 밝힌 이유는 이렇습니다:"
                        : mail
                                + " to "
                                + owner.address()
                                + " was rejected by a rule of the recipient, and was not read."
                                + " The reason that was given:";
        return MessageText.lines(head + "\n\n" + reason);
    }
}
