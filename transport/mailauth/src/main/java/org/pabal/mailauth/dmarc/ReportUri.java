// SPDX-License-Identifier: Apache-2.0
package org.pabal.mailauth.dmarc;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.pabal.message.Address;

/// Where a domain wants reports to go. RFC 9989 §4.7, `rua` and `ruf`.
///
/// @param text as published
/// @param address of a `mailto:` URI; empty for other schemes, which nobody here serves
/// @param maxOctets the largest mail that is wanted, `!10m`. RFC 7489 §6.2; RFC 9989 has it no more,
///     but who still publishes it means it
public record ReportUri(String text, Optional<Address> address, OptionalLong maxOctets) {
    private static final int MAX_URIS = 10;
    private static final int MAX_DIGITS = 12;

    /// Those of a list that are URIs; of many the first.
    static List<ReportUri> parseList(String list) {
        List<ReportUri> uris = new ArrayList<>();
        for (String each : list.split(",", MAX_URIS + 1)) {
            if (uris.size() < MAX_URIS) {
                parse(each.strip()).ifPresent(uris::add);
            }
        }
        return List.copyOf(uris);
    }

    /// Of a text as published; empty when it is no URI.
    public static Optional<ReportUri> parse(String text) {
        int mark = text.lastIndexOf('!');
        OptionalLong limit = OptionalLong.empty();
        if (mark >= 0) {
            limit = octets(text.substring(mark + 1));
            if (limit.isEmpty()) {
                return Optional.empty();
            }
        }
        URI uri;
        try {
            uri = new URI(mark < 0 ? text : text.substring(0, mark));
        } catch (URISyntaxException malformed) {
            return Optional.empty();
        }
        if (uri.getScheme() == null) {
            return Optional.empty();
        }
        if (!uri.getScheme().equalsIgnoreCase("mailto")) {
            return Optional.of(new ReportUri(text, Optional.empty(), limit));
        }
        OptionalLong most = limit;
        return mailbox(uri).map(address -> new ReportUri(text, Optional.of(address), most));
    }

    /// One address; header fields behind a question mark are nobody's to set. RFC 6068 §2.
    private static Optional<Address> mailbox(URI uri) {
        String to = uri.getSchemeSpecificPart();
        int question = to.indexOf('?');
        return Address.parse(question < 0 ? to : to.substring(0, question))
                .filter(address -> !address.domain().isLiteral());
    }

    /// `1*DIGIT [ "k" / "m" / "g" / "t" ]`, in powers of 1024.
    private static OptionalLong octets(String text) {
        String digits = text;
        int shift = 0;
        if (!text.isEmpty()) {
            int unit = "kmgt".indexOf(Character.toLowerCase(text.charAt(text.length() - 1)));
            if (unit >= 0) {
                shift = 10 * (unit + 1);
                digits = text.substring(0, text.length() - 1);
            }
        }
        boolean number =
                !digits.isEmpty()
                        && digits.length() <= MAX_DIGITS
                        && digits.chars().allMatch(c -> c >= '0' && c <= '9');
        if (!number) {
            return OptionalLong.empty();
        }
        long count = Long.parseLong(digits);
        return OptionalLong.of(count > Long.MAX_VALUE >> shift ? Long.MAX_VALUE : count << shift);
    }
}
