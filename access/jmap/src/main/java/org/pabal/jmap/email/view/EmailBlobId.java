// SPDX-License-Identifier: Apache-2.0
package org.pabal.jmap.email.view;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.pabal.mailbox.EmailId;

/// The blobId of a message that lies in a mailbox (`E12`), or of one of its parts with its transfer
/// encoding undone (`E12-1_2`). RFC 8621 §4.1.1, §4.1.4.
///
/// @param part its number, `1.2`; empty for the message
public record EmailBlobId(EmailId email, Optional<String> part) {
    private static final Pattern FORM =
            Pattern.compile("E([1-9]\\d{0,17})(?:-([1-9]\\d{0,5}(?:_[1-9]\\d{0,5}){0,99}))?");

    public static EmailBlobId of(EmailId email) {
        return new EmailBlobId(email, Optional.empty());
    }

    public static EmailBlobId of(EmailId email, BodyPart part) {
        return new EmailBlobId(email, part.id());
    }

    /// Empty for an id that no message has.
    public static Optional<EmailBlobId> parse(String text) {
        Matcher form = FORM.matcher(text);
        if (!form.matches()) {
            return Optional.empty();
        }
        EmailId email = new EmailId(Long.parseLong(form.group(1)));
        return Optional.of(
                new EmailBlobId(
                        email,
                        Optional.ofNullable(form.group(2)).map(part -> part.replace('_', '.'))));
    }

    @Override
    public String toString() {
        return "E" + email.value() + part.map(number -> "-" + number.replace('.', '_')).orElse("");
    }
}
