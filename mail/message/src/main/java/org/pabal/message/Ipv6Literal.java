// SPDX-License-Identifier: Apache-2.0
package org.pabal.message;

import java.util.Optional;

/// `IPv6-addr` of RFC 5321 §4.1.3 and its one written form, RFC 5952 §4.
///
/// Our own, since the JDK turns an IPv4-mapped address into an IPv4 one and knows scopes.
final class Ipv6Literal {
    private static final int GROUPS = 8;

    private final int[] groups = new int[GROUPS];
    private int count;
    private int gapAt = -1;

    private Ipv6Literal() {}

    static Optional<String> canonical(String text) {
        var literal = new Ipv6Literal();
        return literal.parse(text) ? Optional.of(literal.format()) : Optional.empty();
    }

    private boolean parse(String text) {
        int i = 0;
        if (text.startsWith("::")) {
            gapAt = 0;
            i = 2;
        }
        while (i < text.length()) {
            int colon = text.indexOf(':', i);
            int end = colon < 0 ? text.length() : colon;
            if (colon < 0 && text.indexOf('.', i) > 0) {
                if (!addIpv4(text.substring(i))) {
                    return false;
                }
            } else if (!addGroup(text, i, end)) {
                return false;
            }
            if (colon < 0) {
                break;
            }
            i = end + 1;
            if (i < text.length() && text.charAt(i) == ':') {
                if (gapAt >= 0) {
                    return false;
                }
                gapAt = count;
                i++;
            } else if (i == text.length()) {
                return false;
            }
        }
        return gapAt < 0 ? count == GROUPS : count < GROUPS;
    }

    private boolean addGroup(String text, int start, int end) {
        if (end == start || end - start > 4 || count == GROUPS) {
            return false;
        }
        int value = 0;
        for (int i = start; i < end; i++) {
            int digit = text.charAt(i) < 0x80 ? Character.digit(text.charAt(i), 16) : -1;
            if (digit < 0) {
                return false;
            }
            value = value << 4 | digit;
        }
        groups[count++] = value;
        return true;
    }

    private boolean addIpv4(String text) {
        if (count > GROUPS - 2 || !isIpv4(text)) {
            return false;
        }
        String[] octets = text.split("\\.", -1);
        for (int i = 0; i < 4; i += 2) {
            groups[count++] = Integer.parseInt(octets[i]) << 8 | Integer.parseInt(octets[i + 1]);
        }
        return true;
    }

    /// `IPv4-address-literal = Snum 3("."  Snum)`, without leading zeros, which some read as octal.
    static boolean isIpv4(String text) {
        String[] octets = text.length() > 15 ? new String[0] : text.split("\\.", -1);
        if (octets.length != 4) {
            return false;
        }
        for (String octet : octets) {
            boolean digits = !octet.isEmpty() && octet.chars().allMatch(c -> c >= '0' && c <= '9');
            boolean leadingZero = octet.length() > 1 && octet.startsWith("0");
            if (!digits || octet.length() > 3 || leadingZero || Integer.parseInt(octet) > 255) {
                return false;
            }
        }
        return true;
    }

    /// Lower case, no leading zeros, the first longest run of zero groups as `::`.
    private String format() {
        int[] all = expanded();
        int runStart = -1;
        int runLength = 1;
        for (int i = 0; i < GROUPS; i++) {
            int end = i;
            while (end < GROUPS && all[end] == 0) {
                end++;
            }
            if (end - i > runLength) {
                runStart = i;
                runLength = end - i;
            }
            i = Math.max(i, end);
        }
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < GROUPS; i++) {
            if (i == runStart) {
                text.append("::");
                i += runLength - 1;
            } else {
                if (!text.isEmpty() && text.charAt(text.length() - 1) != ':') {
                    text.append(':');
                }
                text.append(Integer.toHexString(all[i]));
            }
        }
        return text.toString();
    }

    private int[] expanded() {
        if (gapAt < 0) {
            return groups;
        }
        int[] all = new int[GROUPS];
        System.arraycopy(groups, 0, all, 0, gapAt);
        System.arraycopy(groups, gapAt, all, GROUPS - count + gapAt, count - gapAt);
        return all;
    }
}
