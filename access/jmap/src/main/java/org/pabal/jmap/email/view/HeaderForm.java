// SPDX-License-Identifier: Apache-2.0
package org.pabal.jmap.email.view;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// How the value of a header field is given. RFC 8621 §4.1.2.
public enum HeaderForm {
    RAW("asRaw"),
    TEXT("asText"),
    ADDRESSES("asAddresses"),
    GROUPED_ADDRESSES("asGroupedAddresses"),
    MESSAGE_IDS("asMessageIds"),
    DATE("asDate"),
    URLS("asURLs");

    private static final Set<String> TEXTS = Set.of("subject", "comments", "keywords", "list-id");

    private static final Set<String> OF_ADDRESSES =
            Set.of(
                    "from",
                    "sender",
                    "reply-to",
                    "to",
                    "cc",
                    "bcc",
                    "resent-from",
                    "resent-sender",
                    "resent-reply-to",
                    "resent-to",
                    "resent-cc",
                    "resent-bcc");

    private static final Set<String> OF_IDS =
            Set.of("message-id", "in-reply-to", "references", "resent-message-id");

    private static final Set<String> DATES = Set.of("date", "resent-date");

    /// RFC 2369.
    private static final Set<String> OF_URLS =
            Set.of(
                    "list-help",
                    "list-unsubscribe",
                    "list-subscribe",
                    "list-post",
                    "list-owner",
                    "list-archive");

    private static final Set<String> ONLY_RAW = Set.of("return-path", "received");

    private final String suffix;

    HeaderForm(String suffix) {
        this.suffix = suffix;
    }

    /// As it stands behind the field's name.
    public String suffix() {
        return suffix;
    }

    static Optional<HeaderForm> parse(String suffix) {
        for (HeaderForm form : values()) {
            if (form.suffix.equals(suffix)) {
                return Optional.of(form);
            }
        }
        return Optional.empty();
    }

    /// Whether a field may be asked for in this form: each field of RFC 5322 and RFC 2369 in its own
    /// forms, any other in every form.
    boolean isAllowedFor(String field) {
        String name = field.toLowerCase(Locale.ROOT);
        return switch (this) {
            case RAW -> true;
            case TEXT -> TEXTS.contains(name) || !isDefined(name);
            case ADDRESSES, GROUPED_ADDRESSES -> OF_ADDRESSES.contains(name) || !isDefined(name);
            case MESSAGE_IDS -> OF_IDS.contains(name) || !isDefined(name);
            case DATE -> DATES.contains(name) || !isDefined(name);
            case URLS -> OF_URLS.contains(name) || !isDefined(name);
        };
    }

    private static boolean isDefined(String name) {
        return TEXTS.contains(name) && !name.equals("list-id")
                || OF_ADDRESSES.contains(name)
                || OF_IDS.contains(name)
                || DATES.contains(name)
                || OF_URLS.contains(name)
                || ONLY_RAW.contains(name);
    }
}
