// SPDX-License-Identifier: Apache-2.0
package org.pabal.mta.acceptance;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/// `date-time` of RFC 5322 §3.3, in UTC so that it gives no place away.
public final class MailDate {
    private static final DateTimeFormatter FORM =
            DateTimeFormatter.ofPattern("EEE, d MMM yyyy HH:mm:ss Z", Locale.ROOT)
                    .withZone(ZoneOffset.UTC);

    private MailDate() {}

    public static String of(Instant time) {
        return FORM.format(time);
    }
}
