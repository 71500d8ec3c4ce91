// SPDX-License-Identifier: Apache-2.0
package org.pabal.message;

import java.util.Optional;

/// `Path = "<" [ A-d-l ":" ] Mailbox ">"`. RFC 5321 §4.1.2.
final class PathGrammar {
    private static final int MAX_PATH_OCTETS = 256; // RFC 5321 §4.5.3.1.3

    private PathGrammar() {}

    /// What stands between the angle brackets, source route included.
    static Optional<String> inside(String text) {
        boolean bracketed =
                text.length() >= 2
                        && text.length() <= MAX_PATH_OCTETS
                        && text.startsWith("<")
                        && text.endsWith(">");
        return bracketed ? Optional.of(text.substring(1, text.length() - 1)) : Optional.empty();
    }

    /// `[ A-d-l ":" ] Mailbox`: the source route must be well-formed and is then ignored, as
    /// RFC 5321 §3.3 and Appendix C ask.
    static Optional<Address> mailbox(String inside) {
        if (!inside.startsWith("@")) {
            return Address.parse(inside);
        }
        int colon = endOfRoute(inside);
        if (colon < 0) {
            return Optional.empty();
        }
        return Address.parse(inside.substring(colon + 1));
    }

    /// `A-d-l = At-domain *( "," At-domain )`, `At-domain = "@" Domain`
    private static int endOfRoute(String text) {
        int i = 0;
        while (i < text.length() && text.charAt(i) == '@') {
            int end = endOfDomain(text, i + 1);
            if (end < 0 || Domain.parse(text.substring(i + 1, end)).isEmpty()) {
                return -1;
            }
            if (text.charAt(end) == ':') {
                return end;
            }
            i = end + 1;
        }
        return -1;
    }

    /// The comma or colon behind a domain; an IPv6 literal has colons of its own.
    private static int endOfDomain(String text, int start) {
        int i =
                start < text.length() && text.charAt(start) == '['
                        ? text.indexOf(']', start)
                        : start;
        if (i < 0) {
            return -1;
        }
        while (i < text.length() && text.charAt(i) != ',' && text.charAt(i) != ':') {
            i++;
        }
        return i < text.length() ? i : -1;
    }
}
