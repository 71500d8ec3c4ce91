// SPDX-License-Identifier: Apache-2.0
package org.pabal.mailauth.spf;

/// Which names are worth a question.
final class DnsName {
    private static final int MAX_LABEL = 63; // RFC 1035 §2.3.4

    private DnsName() {}

    /// A name of two labels or more that the DNS can have. RFC 7208 §4.3.
    static boolean isQualified(String name) {
        if (name.isEmpty() || name.length() > Macros.MAX_NAME || name.startsWith("[")) {
            return false;
        }
        int labels = 0;
        int start = 0;
        for (int i = 0; i <= name.length(); i++) {
            if (i == name.length() || name.charAt(i) == '.') {
                if (i == start || i - start > MAX_LABEL) {
                    return false;
                }
                labels++;
                start = i + 1;
            } else if (!PrintableText.isPrintable(name.charAt(i))) {
                return false;
            }
        }
        return labels > 1;
    }

    /// Whether a name is a domain or below it, without regard to ASCII case.
    static boolean isWithin(String name, String domain) {
        int above = name.length() - domain.length();
        return above >= 0
                && name.regionMatches(true, above, domain, 0, domain.length())
                && (above == 0 || name.charAt(above - 1) == '.');
    }
}
