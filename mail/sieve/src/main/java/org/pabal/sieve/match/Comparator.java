// SPDX-License-Identifier: Apache-2.0
package org.pabal.sieve.match;

import java.util.Optional;
import org.pabal.message.mime.UnicodeCasemap;
import org.pabal.sieve.Extension;
import org.pabal.sieve.regex.Folding;

/// How two texts compare. RFC 5228 §2.7.3, RFC 4790.
public enum Comparator {
    OCTET(Extension.COMPARATOR_OCTET, "i;octet"),
    ASCII_CASEMAP(Extension.COMPARATOR_ASCII_CASEMAP, "i;ascii-casemap"),
    ASCII_NUMERIC(Extension.COMPARATOR_ASCII_NUMERIC, "i;ascii-numeric"),
    UNICODE_CASEMAP(Extension.COMPARATOR_UNICODE_CASEMAP, "i;unicode-casemap");

    final Extension extension;
    final String collation;

    Comparator(Extension extension, String collation) {
        this.extension = extension;
        this.collation = collation;
    }

    static Optional<Comparator> named(String collation) {
        for (Comparator comparator : values()) {
            if (comparator.collation.equals(collation)) {
                return Optional.of(comparator);
            }
        }
        return Optional.empty();
    }

    /// Numbers are equal or not, and one comes before the other, but no part of them matches.
    boolean hasSubstrings() {
        return this != ASCII_NUMERIC;
    }

    /// Of single characters, for regular expressions: without the tables that take them apart.
    Folding folding() {
        return switch (this) {
            case OCTET, ASCII_NUMERIC -> Folding.NONE;
            case ASCII_CASEMAP -> Folding.ASCII;
            case UNICODE_CASEMAP -> Folding.UNICODE;
        };
    }

    /// The form in which texts that are equal are the same.
    String fold(String text) {
        return switch (this) {
            case OCTET, ASCII_NUMERIC -> text;
            case ASCII_CASEMAP -> AsciiCase.upper(text);
            case UNICODE_CASEMAP -> UnicodeCasemap.fold(text);
        };
    }

    /// @param foldedKey as {@link #fold} gives it
    boolean areEqual(String value, String foldedKey) {
        return switch (this) {
            case OCTET -> value.equals(foldedKey);
            case ASCII_CASEMAP -> AsciiCase.equal(value, foldedKey);
            case ASCII_NUMERIC -> Numeric.compare(value, foldedKey) == 0;
            case UNICODE_CASEMAP -> UnicodeCasemap.fold(value).equals(foldedKey);
        };
    }

    /// @param foldedKey as {@link #fold} gives it
    boolean contains(String value, String foldedKey) {
        return this == ASCII_CASEMAP
                ? AsciiCase.contains(value, foldedKey)
                : fold(value).contains(foldedKey);
    }

    /// Below, at or above zero.
    int compare(String value, String key) {
        return this == ASCII_NUMERIC
                ? Numeric.compare(value, key)
                : byCodePoints(fold(value), fold(key));
    }

    /// The order of the octets in UTF-8.
    private static int byCodePoints(String one, String other) {
        int end = Math.min(one.length(), other.length());
        for (int i = 0; i < end; i++) {
            char a = one.charAt(i);
            char b = other.charAt(i);
            if (a != b) {
                boolean surrogates = Character.isSurrogate(a) != Character.isSurrogate(b);
                return surrogates
                        ? Boolean.compare(Character.isSurrogate(a), Character.isSurrogate(b))
                        : a - b;
            }
        }
        return one.length() - other.length();
    }
}
