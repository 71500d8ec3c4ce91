// SPDX-License-Identifier: Apache-2.0
package org.pabal.sieve.variables;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import org.pabal.sieve.Extension;

/// What `set` does to a value. RFC 5229 §4.1.
enum Modifier {
    LOWER(40),
    UPPER(40),
    LOWERFIRST(30),
    UPPERFIRST(30),
    QUOTEWILDCARD(20),
    QUOTEREGEX(20, Extension.REGEX),
    ENCODEURL(15, Extension.ENOTIFY), // RFC 5435 §6
    LENGTH(10);

    private static final String WILDCARDS = "*?\\";
    private static final String REGEX_SYNTAX = ".*+?^$|()[]{}\\";
    private static final String UNRESERVED = "-._~"; // RFC 3986 §2.3

    /// The highest is done first; of two that are equal only one may be given.
    final int precedence;

    final Optional<Extension> extension;

    Modifier(int precedence) {
        this.precedence = precedence;
        this.extension = Optional.empty();
    }

    Modifier(int precedence, Extension extension) {
        this.precedence = precedence;
        this.extension = Optional.of(extension);
    }

    String tag() {
        return name().toLowerCase(Locale.ROOT);
    }

    /// Letters of ASCII change their case, others do not. RFC 5229 §4.1
    String apply(String value) {
        return switch (this) {
            case LOWER -> lower(value);
            case UPPER -> upper(value);
            case LOWERFIRST ->
                    value.isEmpty() ? value : lower(value.substring(0, 1)) + value.substring(1);
            case UPPERFIRST ->
                    value.isEmpty() ? value : upper(value.substring(0, 1)) + value.substring(1);
            case QUOTEWILDCARD -> quoted(value, WILDCARDS);
            case QUOTEREGEX -> quoted(value, REGEX_SYNTAX);
            case ENCODEURL -> percentEncoded(value);
            case LENGTH -> Integer.toString(value.codePointCount(0, value.length()));
        };
    }

    private static String lower(String value) {
        StringBuilder lower = new StringBuilder(value.length());
        for (char c : value.toCharArray()) {
            lower.append(c >= 'A' && c <= 'Z' ? (char) (c + 32) : c);
        }
        return lower.toString();
    }

    private static String upper(String value) {
        StringBuilder upper = new StringBuilder(value.length());
        for (char c : value.toCharArray()) {
            upper.append(c >= 'a' && c <= 'z' ? (char) (c - 32) : c);
        }
        return upper.toString();
    }

    private static String quoted(String value, String special) {
        StringBuilder quoted = new StringBuilder(value.length() + 8);
        for (char c : value.toCharArray()) {
            if (special.indexOf(c) >= 0) {
                quoted.append('\\');
            }
            quoted.append(c);
        }
        return quoted.toString();
    }

    private static String percentEncoded(String value) {
        StringBuilder encoded = new StringBuilder(value.length() + 16);
        for (byte octet : value.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (octet & 0xFF);
            boolean plain =
                    c >= 'a' && c <= 'z'
                            || c >= 'A' && c <= 'Z'
                            || c >= '0' && c <= '9'
                            || UNRESERVED.indexOf(c) >= 0;
            if (plain) {
                encoded.append(c);
            } else {
                encoded.append(String.format("%%%02X", (int) c));
            }
        }
        return encoded.toString();
    }
}
