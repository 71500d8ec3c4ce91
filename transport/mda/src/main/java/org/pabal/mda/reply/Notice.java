// SPDX-License-Identifier: Apache-2.0
package org.pabal.mda.reply;

import java.util.Optional;
import org.pabal.message.Address;
import org.pabal.message.ReversePath;
import org.pabal.message.mime.HeaderSection;
import org.pabal.sieve.Action.Author;
import org.pabal.sieve.Action.Notification;
import org.pabal.sieve.NotifyMethod.Mailto;

/// A notification by mail. RFC 5436 §2.7.
///
/// To be sent to the addresses of `to` and `cc` of its method.
public final class Notice {
    private Notice() {}

    /// From where it is sent. RFC 5436 §2.7: from nowhere when that is where the mail came from.
    public static ReversePath reversePath(
            Notification notification, ReversePath ofTrigger, Owner owner) {
        return switch (ofTrigger) {
            case ReversePath.Null empty -> empty;
            case ReversePath.To _ ->
                    new ReversePath.To(
                            notification.from().map(Author::address).orElse(owner.address()));
        };
    }

    /// @param triggering the header section of the mail that is told of
    /// @return the complete message, also for the copy that is filed (RFC 8580)
    public static byte[] write(
            Notification notification,
            Mailto mailto,
            HeaderSection triggering,
            Owner owner,
            Stamp stamp) {
        Trigger trigger = new Trigger(triggering);
        MessageText message =
                new MessageText()
                        .from(notification.from().orElseGet(owner::author))
                        .addresses("To", mailto.to())
                        .addresses("Cc", mailto.cc())
                        .unstructured("Subject", subject(notification, mailto, trigger, owner))
                        .stamp(stamp)
                        .field("Auto-Submitted", autoNotified(owner.address()))
                        .field("X-Auto-Response-Suppress", "All");
        references(message, trigger);
        importance(message, notification.importance());
        mailto.fields().forEach(field -> message.unstructured(field.name(), field.value()));
        return message.withText(mailto.body().orElseGet(() -> about(trigger, owner)));
    }

    /// Of a thread with the mail, and no reply to it.
    private static void references(MessageText message, Trigger trigger) {
        if (!trigger.references().isEmpty()) {
            message.field("References", String.join(" ", trigger.references()));
        }
    }

    private static String subject(
            Notification notification, Mailto mailto, Trigger trigger, Owner owner) {
        return notification
                .text()
                .or(mailto::subject)
                .or(trigger::subject)
                .orElse(owner.korean() ? "새 메일" : "New mail");
    }

    /// RFC 5436 §2.7.1; the address beyond ASCII is left out, for parameters there are ASCII.
    private static String autoNotified(Address owner) {
        return owner.needsSmtpUtf8()
                ? "auto-notified"
                : "auto-notified; owner-email=\""
                        + org.pabal.message.report.ReportField.inHeader(owner)
                                .replace("\\", "\\\\")
                                .replace("\"", "\\\"")
                        + "\"";
    }

    /// RFC 5436 §2.4 leaves it to us; these are the two that programs know.
    private static void importance(MessageText message, int importance) {
        switch (importance) {
            case 1 -> message.field("Importance", "high").field("X-Priority", "1 (Highest)");
            case 3 -> message.field("Importance", "low").field("X-Priority", "5 (Lowest)");
            default -> message.field("Importance", "normal").field("X-Priority", "3 (Normal)");
        }
    }

    private static String about(Trigger trigger, Owner owner) {
        boolean korean = owner.korean();
        StringBuilder text = new StringBuilder();
        line(text, korean ? "보낸 사람" : "From", trigger.from());
        line(text, korean ? "제목" : "Subject", trigger.subject());
        return text.toString();
    }

    private static void line(StringBuilder text, String name, Optional<String> value) {
        value.ifPresent(what -> text.append(name).append(": ").append(what).append("\r\n"));
    }
}
