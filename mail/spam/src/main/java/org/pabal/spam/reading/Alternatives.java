// SPDX-License-Identifier: Apache-2.0
package org.pabal.spam.reading;

import java.util.HashSet;
import java.util.Set;

/// Whether two texts that should say the same do. RFC 2046 §5.1.4: programs show one of the parts of
/// multipart/alternative, and what the filter reads should not be the other one only.
final class Alternatives {
    private static final int MAX_WORDS = 500;
    private static final int LEAST_WORDS = 20;
    private static final int LEAST_CHARS = 4;

    private Alternatives() {}

    static boolean differ(CharSequence plain, CharSequence html) {
        Set<Integer> some = words(plain);
        Set<Integer> others = words(html);
        if (some.size() < LEAST_WORDS || others.size() < LEAST_WORDS) {
            return false;
        }
        int common = 0;
        for (Integer word : some) {
            common += others.contains(word) ? 1 : 0;
        }
        return common * 10 < Math.min(some.size(), others.size());
    }

    private static Set<Integer> words(CharSequence text) {
        Set<Integer> words = new HashSet<>();
        int hash = 0;
        int length = 0;
        for (int i = 0; i <= text.length() && words.size() < MAX_WORDS; i++) {
            char c = i < text.length() ? text.charAt(i) : ' ';
            if (Character.isLetter(c)) {
                hash = hash * 31 + Character.toLowerCase(c);
                length++;
            } else {
                if (length >= LEAST_CHARS) {
                    words.add(hash);
                }
                hash = 0;
                length = 0;
            }
        }
        return words;
    }
}
