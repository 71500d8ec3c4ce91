// SPDX-License-Identifier: Apache-2.0
package org.pabal.jmap.email.view;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.pabal.message.mime.HeaderField;

/// A property such as `header:Subject:asText:all`. RFC 8621 §4.1.3.
///
/// @param property as the client wrote it, and as it is answered
/// @param field the field's name
/// @param all every field of the name is wanted, and not one
public record HeaderProperty(String property, String field, HeaderForm form, boolean all) {
    private static final String PREFIX = "header:";

    /// Fields of which a message has one at most (RFC 5322 §3.6): where it has more, all readers of
    /// this server go by the first (THREATS M07), and RFC 8621 says the last.
    private static final Set<String> ONCE =
            Set.of(
                    "date",
                    "from",
                    "sender",
                    "reply-to",
                    "to",
                    "cc",
                    "bcc",
                    "message-id",
                    "in-reply-to",
                    "references",
                    "subject");

    static boolean isOne(String property) {
        return property.startsWith(PREFIX);
    }

    /// Empty for what is none, and for a form that the field has not.
    public static Optional<HeaderProperty> parse(String property) {
        if (!isOne(property)) {
            return Optional.empty();
        }
        List<String> words = Arrays.asList(property.split(":", -1));
        int end = words.size();
        boolean all = end > 2 && words.get(end - 1).equals("all");
        end -= all ? 1 : 0;
        if (end < 2 || end > 3 || !HeaderField.isName(words.get(1))) {
            return Optional.empty();
        }
        String field = words.get(1);
        Optional<HeaderForm> form =
                end == 3 ? HeaderForm.parse(words.get(2)) : Optional.of(HeaderForm.RAW);
        return form.filter(known -> known.isAllowedFor(field))
                .map(known -> new HeaderProperty(property, field, known, all));
    }

    /// Their addresses, whatever the number of fields.
    boolean isOfRecipients() {
        return switch (field.toLowerCase(Locale.ROOT)) {
            case "to", "cc", "bcc" ->
                    form == HeaderForm.ADDRESSES || form == HeaderForm.GROUPED_ADDRESSES;
            default -> false;
        };
    }

    /// The one of a name's fields that counts.
    Optional<HeaderField> chosen(List<HeaderField> fields) {
        if (fields.isEmpty()) {
            return Optional.empty();
        }
        boolean first = ONCE.contains(field.toLowerCase(Locale.ROOT));
        return Optional.of(first ? fields.getFirst() : fields.getLast());
    }
}
