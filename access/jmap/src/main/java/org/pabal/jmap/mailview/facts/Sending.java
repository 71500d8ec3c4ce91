// SPDX-License-Identifier: Apache-2.0
package org.pabal.jmap.mailview.facts;

import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.pabal.mailbox.StoredMessage;
import org.pabal.message.mime.HeaderField;
import org.pabal.message.mime.HeaderSection;

/// Whether a message was sent from here rather than received: nothing was found about where it came
/// from, since nothing had to be, and it has no trace of a way, or one that begins with a log-in here
/// (RFC 3848: ESMTPA and ESMTPSA).
public final class Sending {
    private static final int MAX_CHARS = 2_000;
    private static final Pattern WITH = Pattern.compile("\\bwith (?:utf8smtp|esmtp)s?a\\b");

    private Sending() {}

    public static boolean isFromHere(StoredMessage message, HeaderSection header) {
        if (!message.authentication().isEmpty()) {
            return false;
        }
        List<HeaderField> steps = header.all("Received");
        return steps.isEmpty() || WITH.matcher(line(steps.getFirst())).find();
    }

    private static String line(HeaderField field) {
        String value = field.value();
        return value.substring(0, Math.min(value.length(), MAX_CHARS))
                .replaceAll("\\s+", " ")
                .toLowerCase(Locale.ROOT);
    }
}
