// SPDX-License-Identifier: Apache-2.0
package org.pabal.sieve.match;

/// `i;ascii-casemap` (RFC 4790 §9.2) without making new texts.
final class AsciiCase {

    private AsciiCase() {}

    static char upper(char c) {
        return c >= 'a' && c <= 'z' ? (char) (c - 32) : c;
    }

    static String upper(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c >= 'a' && c <= 'z') {
                return upperFrom(text, i);
            }
        }
        return text;
    }

    private static String upperFrom(String text, int from) {
        char[] chars = text.toCharArray();
        for (int i = from; i < chars.length; i++) {
            chars[i] = upper(chars[i]);
        }
        return new String(chars);
    }

    /// @param upper in upper case
    static boolean equal(String text, String upper) {
        return text.length() == upper.length() && isAt(text, 0, upper);
    }

    /// @param upper in upper case
    static boolean contains(String text, String upper) {
        int last = text.length() - upper.length();
        for (int i = 0; i <= last; i++) {
            if (isAt(text, i, upper)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isAt(String text, int at, String upper) {
        for (int i = 0; i < upper.length(); i++) {
            if (upper(text.charAt(at + i)) != upper.charAt(i)) {
                return false;
            }
        }
        return true;
    }
}
