// SPDX-License-Identifier: Apache-2.0
package org.pabal.sieve.regex;

/// Which characters count as the same.
public enum Folding {
    NONE,
    ASCII,
    UNICODE;

    int fold(int c) {
        return switch (this) {
            case NONE -> c;
            case ASCII -> c >= 'A' && c <= 'Z' ? c + 32 : c;
            case UNICODE ->
                    c < 128 ? ASCII.fold(c) : Character.toLowerCase(Character.toUpperCase(c));
        };
    }
}
