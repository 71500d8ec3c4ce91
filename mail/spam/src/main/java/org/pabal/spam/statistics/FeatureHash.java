// SPDX-License-Identifier: Apache-2.0
package org.pabal.spam.statistics;

/// Hashes of features. They stand in models on disk: another function is another
/// {@link Features#VERSION}.
final class FeatureHash {
    private FeatureHash() {}

    /// @param family tells a word of the subject from the same word in the text
    static int of(int family, CharSequence word) {
        return of(family, word, 0, word.length());
    }

    static int of(int family, CharSequence text, int from, int to) {
        int hash = family * 0x9E3779B9;
        for (int i = from; i < to; i++) {
            hash = (hash ^ text.charAt(i)) * 0x01000193;
            hash ^= hash >>> 15;
        }
        return mixed(hash);
    }

    /// Of two features in this order.
    static int of(int first, int second) {
        return mixed(first * 31 + second * 0x9E3779B9 + 17);
    }

    private static int mixed(int hash) {
        int mixed = hash ^ hash >>> 16;
        mixed *= 0x85EBCA6B;
        mixed ^= mixed >>> 13;
        mixed *= 0xC2B2AE35;
        return mixed ^ mixed >>> 16;
    }
}
