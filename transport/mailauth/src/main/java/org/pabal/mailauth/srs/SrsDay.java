// SPDX-License-Identifier: Apache-2.0
package org.pabal.mailauth.srs;

import java.time.Instant;
import java.util.Optional;

/// A day modulo 1,024, as two digits of base 32.
final class SrsDay {
    static final int DAYS = 1_024;

    private static final String DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    private static final long SECONDS_OF_DAY = 86_400;

    private SrsDay() {}

    static int of(Instant time) {
        return Math.floorMod(Math.floorDiv(time.getEpochSecond(), SECONDS_OF_DAY), DAYS);
    }

    static String text(int day) {
        return "" + DIGITS.charAt(day >> 5) + DIGITS.charAt(day & 31);
    }

    /// In either case: some hosts change it on the way.
    static Optional<Integer> parse(String text) {
        if (text.length() != 2) {
            return Optional.empty();
        }
        int high = digit(text.charAt(0));
        int low = digit(text.charAt(1));
        return high < 0 || low < 0 ? Optional.empty() : Optional.of(high << 5 | low);
    }

    private static int digit(char c) {
        return DIGITS.indexOf(c >= 'a' && c <= 'z' ? c - 32 : c);
    }

    /// How old an address of `day` is; -1 for tomorrow, which it is where another clock is ahead.
    static int age(int day, int today) {
        int age = Math.floorMod(today - day, DAYS);
        return age == DAYS - 1 ? -1 : age;
    }
}
