// SPDX-License-Identifier: Apache-2.0
package org.pabal.spam.reading.name;

import com.ibm.icu.text.SpoofChecker;

/// What a name looks like: two names with one skeleton can be taken for each other. Unicode UTS #39
/// §4, and the digits and pairs of letters that stand for Latin letters.
public final class Skeleton {
    private static final SpoofChecker CONFUSABLES = new SpoofChecker.Builder().build();
    private static final int MAX_CHARS = 253;

    private Skeleton() {}

    /// @param name in Unicode and lower case
    public static String of(String name) {
        String cut = name.length() > MAX_CHARS ? name.substring(0, MAX_CHARS) : name;
        return latin(isAscii(cut) ? cut : confusable(cut));
    }

    /// Taken letter by letter, so that what UTS #39 does to Latin letters is undone by `latin`.
    private static String confusable(String name) {
        StringBuilder plain = new StringBuilder(name.length());
        name.codePoints()
                .forEach(c -> {
                    if (c < 0x80) {
                        plain.append((char) c);
                    } else {
                        plain.append(CONFUSABLES.getSkeleton(Character.toString(c)));
                    }
                });
        return plain.toString();
    }

    static boolean isAscii(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) >= 0x80) {
                return false;
            }
        }
        return true;
    }

    private static String latin(String name) {
        StringBuilder plain = new StringBuilder(name.length());
        for (int i = 0; i < name.length(); i++) {
            char c = Character.toLowerCase(name.charAt(i));
            char next = i + 1 < name.length() ? Character.toLowerCase(name.charAt(i + 1)) : 0;
            if (c == 'r' && next == 'n') {
                plain.append('m');
                i++;
            } else if (c == 'v' && next == 'v') {
                plain.append('w');
                i++;
            } else if (Character.getType(c) != Character.NON_SPACING_MARK) {
                plain.append(letterFor(c));
            }
        }
        return plain.toString();
    }

    private static char letterFor(char c) {
        return switch (c) {
            case '0' -> 'o';
            case '1', 'i', '|', '!' -> 'l';
            case '3' -> 'e';
            case '5', '$' -> 's';
            case '6' -> 'b';
            case '4', '@' -> 'a';
            case '7' -> 't';
            default -> c;
        };
    }
}
