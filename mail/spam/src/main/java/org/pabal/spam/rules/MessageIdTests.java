// SPDX-License-Identifier: Apache-2.0
package org.pabal.spam.rules;

import java.time.Duration;
import java.time.Instant;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.pabal.message.mime.HeaderField;
import org.pabal.spam.SpamTest;

/// Message-ID: whether there is one, who made it, and whether the program that it points to makes
/// such ids. RFC 5322 §3.6.4.
final class MessageIdTests {
    private static final Pattern FORM = Pattern.compile("<[^<>@\\s]+@[^<>@\\s]+>");

    /// Outlook's and its like: a counter, the time as a Windows FILETIME in two halves, the rest.
    private static final Pattern OUTLOOK =
            Pattern.compile(
                    "<([0-9A-Fa-f]{4,8})([0-9A-Fa-f]{8})\\$([0-9A-Fa-f]{8})\\$[0-9A-Fa-f]{1,8}@[^>]*>");

    private static final Duration NEAR =
            Duration.ofDays(10); // clocks of PCs are wrong, drafts wait
    private static final int MIN_QUEUE_ID_CHARS = 6;
    private static final long EPOCH_1601 = 11_644_473_600L; // seconds before 1970

    private MessageIdTests() {}

    static void run(RuledMail mail, Found found) {
        String id = mail.messageId();
        if (id.isEmpty()) {
            found.add(SpamTest.MSGID_MISSING);
            return;
        }
        if (!FORM.matcher(id).matches()) {
            found.add(SpamTest.MSGID_INVALID, id);
        }
        String host = RuledMail.lower(id.substring(id.lastIndexOf('@') + 1).replace(">", ""));
        if (isOfRelay(mail, host)) {
            found.add(SpamTest.MSGID_FROM_RELAY, host);
        }
        outlook(mail, id, found);
    }

    /// A relay gave the id that the author's program left out: it is made of the name under which a
    /// host queued the mail that it had from elsewhere.
    private static boolean isOfRelay(RuledMail mail, String host) {
        String id = mail.messageId();
        int at = id.lastIndexOf('@');
        String local = at < 1 ? "" : id.substring(1, at);
        String queued = local.substring(local.lastIndexOf('.') + 1);
        if (queued.length() < MIN_QUEUE_ID_CHARS) {
            return false;
        }
        for (Hop hop : mail.hops()) {
            boolean here = hop.by().equals(host) || RuledMail.isWithin(hop.by(), host);
            if (here && hop.text().contains(queued)) {
                return !hop.address().isEmpty() && !isNear(hop);
            }
        }
        return false;
    }

    /// From the host itself, its network or its own people.
    private static boolean isNear(Hop hop) {
        return hop.address().startsWith("127.")
                || hop.address().startsWith("10.")
                || hop.address().startsWith("192.168.")
                || Hop.site(hop.by()).equals(Hop.site(hop.greeting()))
                || Hop.site(hop.by()).equals(Hop.site(hop.name()));
    }

    static boolean standsAboveTrace(RuledMail mail, String name) {
        boolean above = false;
        for (HeaderField field : mail.header().fields()) {
            if (field.name().equalsIgnoreCase(name)) {
                above = true;
            } else if (above && field.name().equalsIgnoreCase("Received")) {
                return true;
            }
        }
        return false;
    }

    private static void outlook(RuledMail mail, String id, Found found) {
        Matcher outlook = OUTLOOK.matcher(id);
        if (!outlook.matches()) {
            return;
        }
        long high = Long.parseLong(outlook.group(2), 16);
        long low = Long.parseLong(outlook.group(3), 16);
        long seconds = (long) ((high * 4_294_967_296.0 + low) / 10_000_000) - EPOCH_1601;
        Duration off = Duration.ofSeconds(Math.abs(seconds - mail.arrival().getEpochSecond()));
        if (off.compareTo(NEAR) > 0) {
            found.add(SpamTest.MSGID_FORGED_OUTLOOK, at(seconds));
        }
    }

    private static String at(long seconds) {
        boolean known = Math.abs(seconds) < 100_000_000_000L;
        return known ? Instant.ofEpochSecond(seconds).toString() : "";
    }
}
