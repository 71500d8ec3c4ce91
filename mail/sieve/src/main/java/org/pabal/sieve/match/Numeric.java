// SPDX-License-Identifier: Apache-2.0
package org.pabal.sieve.match;

/// `i;ascii-numeric`: the digits at the beginning; a text that begins with none is larger than any
/// number. RFC 4790 §9.1.
final class Numeric {

    private Numeric() {}

    static int compare(String one, String other) {
        int a = end(one);
        int b = end(other);
        if (a == 0 || b == 0) {
            return Boolean.compare(a == 0, b == 0);
        }
        int i = zeros(one, a);
        int j = zeros(other, b);
        if (a - i != b - j) {
            return (a - i) - (b - j);
        }
        while (i < a) {
            int difference = one.charAt(i++) - other.charAt(j++);
            if (difference != 0) {
                return difference;
            }
        }
        return 0;
    }

    private static int end(String text) {
        int i = 0;
        while (i < text.length() && text.charAt(i) >= '0' && text.charAt(i) <= '9') {
            i++;
        }
        return i;
    }

    private static int zeros(String text, int end) {
        int i = 0;
        while (i < end && text.charAt(i) == '0') {
            i++;
        }
        return i;
    }
}
