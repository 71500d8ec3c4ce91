// SPDX-License-Identifier: Apache-2.0
package org.pabal.mda.reply;

import java.nio.charset.StandardCharsets;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.pabal.message.mime.HeaderSection;
import org.pabal.sieve.Action.Notification;

/// The body of a notification by https: one JSON object, `application/json`.
///
/// `account` the owner's address, `from` and `subject` of the mail, `message` what the script said or
/// both of them, `importance` 1 to 3, `messageId`, `date` of the notification, `options` of the script.
public final class HttpsNotice {
    private HttpsNotice() {}

    /// @param triggering the header section of the mail that is told of
    public static byte[] write(
            Notification notification, HeaderSection triggering, Owner owner, Stamp stamp) {
        Trigger trigger = new Trigger(triggering);
        String from = trigger.from().orElse("");
        String subject = trigger.subject().orElse("");
        StringBuilder json = new StringBuilder(512).append('{');
        member(json, "account", JsonText.quoted(owner.address().toString()));
        member(json, "from", JsonText.quoted(from));
        member(json, "subject", JsonText.quoted(subject));
        member(json, "message", JsonText.quoted(notification.text().orElse(from + ": " + subject)));
        member(json, "importance", Integer.toString(notification.importance()));
        Optional<String> id = trigger.messageId();
        member(json, "messageId", id.map(JsonText::quoted).orElse("null"));
        member(
                json,
                "date",
                JsonText.quoted(DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(stamp.date())));
        member(json, "options", list(notification.options()));
        return json.append('}').toString().getBytes(StandardCharsets.UTF_8);
    }

    private static void member(StringBuilder json, String name, String value) {
        json.append(json.length() > 1 ? "," : "")
                .append(JsonText.quoted(name))
                .append(':')
                .append(value);
    }

    private static String list(List<String> values) {
        return values.stream().map(JsonText::quoted).collect(Collectors.joining(",", "[", "]"));
    }
}
