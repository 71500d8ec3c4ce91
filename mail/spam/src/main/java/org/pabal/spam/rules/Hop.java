// SPDX-License-Identifier: Apache-2.0
package org.pabal.spam.rules;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.pabal.message.mime.HeaderField;
import org.pabal.message.mime.HeaderSection;
import org.pabal.message.mime.MailDate;

/// One Received field: a step that the mail took, or that somebody says it took. RFC 5321 §4.4; what
/// is in it is read as far as it can be, from the forms that MTAs write.
///
/// @param greeting what the client called itself, in lower case; empty if not said
/// @param name of the client by the DNS, in lower case; empty if not said or not known
/// @param address in brackets or parentheses; empty if not said
/// @param by who received it, in lower case
/// @param at when
/// @param text the whole, unfolded
record Hop(
        String greeting,
        String name,
        String address,
        String by,
        Optional<Instant> at,
        String text) {
    private static final int MAX_HOPS = 50;
    private static final int MAX_CHARS = 1_000;
    private static final Pattern ADDRESS =
            Pattern.compile("[\\[(]\\s*((?:[0-9]{1,3}\\.){3}[0-9]{1,3})\\s*[\\])]");
    private static final Pattern CLAIMED = Pattern.compile("helo[= ]\\s*([^\\s()\\]]+)");
    private static final Pattern HOST =
            Pattern.compile("(?:^|[\\s(@])((?:[a-z0-9_-]{1,63}\\.){1,10}[a-z]{2,20})\\.?[\\s)\\[]");

    /// The newest first, as they stand.
    static List<Hop> all(HeaderSection header) {
        List<Hop> hops = new ArrayList<>();
        for (HeaderField field : header.fields()) {
            if (field.name().equalsIgnoreCase("Received") && hops.size() < MAX_HOPS) {
                hops.add(of(field.value()));
            }
        }
        return hops;
    }

    private static Hop of(String value) {
        String text = unfolded(value);
        String lower = text.toLowerCase(Locale.ROOT);
        int semicolon = text.lastIndexOf(';');
        Optional<Instant> at =
                semicolon < 0
                        ? Optional.empty()
                        : MailDate.parse(text.substring(semicolon + 1)).map(d -> d.toInstant());
        int byAt = lower.startsWith("by ") ? 0 : lower.indexOf(" by ");
        String by = byAt < 0 ? "" : word(lower, lower.indexOf("by ", byAt) + 3);
        String from = byAt < 0 ? lower : lower.substring(0, byAt + 1);
        if (!from.startsWith("from ")) {
            return new Hop("", "", "", by, at, text);
        }
        return from(from, by, at, text);
    }

    private static Hop from(String from, String by, Optional<Instant> at, String text) {
        String first = word(from, 5);
        Matcher claimed = CLAIMED.matcher(from);
        boolean isClaimed = claimed.find();
        String greeting = isClaimed ? claimed.group(1) : first;
        Matcher address = ADDRESS.matcher(from);
        String ip = address.find() ? address.group(1) : "";
        // Sendmail and Postfix put what they know into parentheses, Exim and qmail in front of
        // them.
        int open = from.indexOf('(');
        String known = isClaimed ? first + " " : open < 0 ? "" : from.substring(open) + " ";
        Matcher host = HOST.matcher(known);
        String name = host.find() ? host.group(1) : "";
        return new Hop(greeting, name, ip, by, at, text);
    }

    /// The last labels of a host's name, enough to tell whose it is: three where the last two are short.
    static String site(String host) {
        int last = host.lastIndexOf('.');
        int second = last < 0 ? -1 : host.lastIndexOf('.', last - 1);
        if (second >= 0 && last - second <= 4) {
            second = host.lastIndexOf('.', second - 1);
        }
        return host.substring(second + 1);
    }

    private static String word(String text, int start) {
        int from = start;
        while (from < text.length() && text.charAt(from) == ' ') {
            from++;
        }
        int end = from;
        while (end < text.length() && " ();".indexOf(text.charAt(end)) < 0) {
            end++;
        }
        return text.substring(from, end);
    }

    private static String unfolded(String value) {
        StringBuilder text = new StringBuilder(Math.min(value.length(), MAX_CHARS));
        for (int i = 0; i < value.length() && text.length() < MAX_CHARS; i++) {
            char c = value.charAt(i);
            boolean space = c <= ' ';
            if (!space) {
                text.append(c);
            } else if (!text.isEmpty() && text.charAt(text.length() - 1) != ' ') {
                text.append(' ');
            }
        }
        return text.toString();
    }
}
