// SPDX-License-Identifier: Apache-2.0
package org.pabal.spam.reading.attachment;

import java.nio.charset.StandardCharsets;

/// A stretch of octets that numbers and texts are looked for in. Reads behind its end give 0.
///
/// @param array shared, not to be changed
record Octets(byte[] array, int from, int to) {
    static Octets of(byte[] array) {
        return new Octets(array, 0, array.length);
    }

    int length() {
        return to - from;
    }

    int at(int index) {
        return index < 0 || index >= length() ? 0 : array[from + index] & 0xFF;
    }

    int u16(int index) {
        return at(index) | at(index + 1) << 8;
    }

    long u32(int index) {
        return u16(index) | (long) u16(index + 2) << 16;
    }

    /// The stretch between, as far as it is there.
    Octets slice(long start, long end) {
        int begin = Math.clamp(start, 0, length());
        return new Octets(array, from + begin, from + Math.clamp(end, begin, length()));
    }

    boolean startsWith(int index, int... octets) {
        for (int i = 0; i < octets.length; i++) {
            if (index + i >= length() || at(index + i) != octets[i]) {
                return false;
            }
        }
        return true;
    }

    boolean hasText(int index, String latin1) {
        if (index < 0 || index + latin1.length() > length()) {
            return false;
        }
        for (int i = 0; i < latin1.length(); i++) {
            if (at(index + i) != latin1.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    /// Where a text stands first, capital letters or not; -1 where it does not.
    ///
    /// @param lower ASCII in lower case
    int find(String lower, int start) {
        int first = lower.charAt(0);
        int last = length() - lower.length();
        for (int i = Math.max(start, 0); i <= last; i++) {
            if (lower(i) == first && matches(lower, i)) {
                return i;
            }
        }
        return -1;
    }

    private int lower(int index) {
        int octet = array[from + index] & 0xFF;
        return octet >= 'A' && octet <= 'Z' ? octet | 0x20 : octet;
    }

    private boolean matches(String lower, int index) {
        for (int i = 1; i < lower.length(); i++) {
            if (lower(index + i) != lower.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    boolean contains(String lower) {
        return find(lower, 0) >= 0;
    }

    /// The same for text of two octets a character, the low one first.
    boolean containsWide(String lower) {
        StringBuilder wide = new StringBuilder(lower.length() * 2);
        for (int i = 0; i < lower.length(); i++) {
            wide.append(lower.charAt(i)).append('\0');
        }
        return contains(wide.toString());
    }

    String text(int start, int end) {
        Octets part = slice(start, end);
        return new String(array, part.from, part.length(), StandardCharsets.ISO_8859_1);
    }
}
