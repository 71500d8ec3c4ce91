// SPDX-License-Identifier: Apache-2.0
package org.pabal.spam.statistics;

import java.util.Locale;
import java.util.Set;

/// Fields that are put on a mail at or after its arrival: they are not there when it is judged, or say
/// where it was kept and what others thought of it.
final class TraceFields {
    private static final Set<String> NAMES =
            Set.of(
                    "return-path",
                    "delivered-to",
                    "x-original-to",
                    "envelope-to",
                    "delivery-date",
                    "authentication-results",
                    "received-spf",
                    "status",
                    "x-status",
                    "x-keywords",
                    "x-uid",
                    "x-imap",
                    "x-imapbase",
                    "x-mozilla-status",
                    "x-mozilla-status2",
                    "x-mozilla-keys",
                    "x-gmail-labels",
                    "x-virus-scanned",
                    "x-virus-status",
                    "x-bogosity",
                    "content-length",
                    "lines");

    private TraceFields() {}

    /// @param name in lower case
    static boolean isOne(String name) {
        return NAMES.contains(name)
                || name.startsWith("x-spam")
                || name.startsWith("arc-")
                || name.startsWith("x-rspamd");
    }

    static String lower(String name) {
        return name.toLowerCase(Locale.ROOT);
    }
}
