// SPDX-License-Identifier: Apache-2.0
package org.pabal.jmap.push;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.pabal.mailbox.AccountMailboxes.DataType;

/// Of which types of data a client wants to hear.
///
/// @param named empty for all that there are
public record WantedTypes(Optional<Set<String>> named) {
    public static final WantedTypes ALL = new WantedTypes(Optional.empty());

    /// Of this many a client may name; there are not so many.
    public static final int MAX_NAMES = 100;

    private static final Map<DataType, String> NAMES =
            new EnumMap<>(
                    Map.of(
                            DataType.EMAIL, "Email",
                            DataType.EMAIL_DELIVERY, "EmailDelivery",
                            DataType.THREAD, "Thread",
                            DataType.MAILBOX, "Mailbox"));

    /// What is used of it changes with mail. RFC 9425 §4.
    static final String QUOTA = "Quota";

    /// Those that are not mail.
    static final List<String> OTHERS =
            List.of(
                    QUOTA,
                    "Identity",
                    "EmailSubmission",
                    "VacationResponse",
                    "SieveScript",
                    "ShareNotification",
                    "Webhook",
                    "NotificationSetting",
                    "Preference",
                    "Alias",
                    "Import");

    public WantedTypes {
        named = named.map(Set::copyOf);
    }

    public static WantedTypes of(Set<String> names) {
        return new WantedTypes(Optional.of(names));
    }

    boolean has(String type) {
        return named.isEmpty() || named.get().contains(type);
    }

    public static String name(DataType type) {
        return NAMES.getOrDefault(type, type.name());
    }

    /// The types of mail that are wanted.
    List<DataType> ofMail() {
        return NAMES.keySet().stream().filter(type -> has(name(type))).toList();
    }
}
