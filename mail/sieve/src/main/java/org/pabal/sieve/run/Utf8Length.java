// SPDX-License-Identifier: Apache-2.0
package org.pabal.sieve.run;

/// Lengths in octets of UTF-8, without encoding anything.
public final class Utf8Length {

    private Utf8Length() {}

    /// As much of a text as fits, in whole characters.
    public static String cut(String text, int maxOctets) {
        if (text.length() * 3L <= maxOctets) {
            return text;
        }
        int octets = 0;
        int i = 0;
        while (i < text.length()) {
            int c = text.codePointAt(i);
            octets += of(c);
            if (octets > maxOctets) {
                return text.substring(0, i);
            }
            i += Character.charCount(c);
        }
        return text;
    }

    private static int of(int c) {
        if (c < 0x80) {
            return 1;
        }
        if (c < 0x800) {
            return 2;
        }
        return c < 0x10000 ? 3 : 4;
    }
}
