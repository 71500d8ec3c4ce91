// SPDX-License-Identifier: Apache-2.0
package org.pabal.spam;

/// What one test found about a mail.
///
/// @param test its name as headers and rules have it: capitals, digits and `_`, such as `SPF_FAIL`
/// @param points what it adds to the score: above 0 speaks for spam, below against it
/// @param detail what of the mail it is about, such as a host's name; without control characters,
///     {@value #MAX_DETAIL_CHARS} characters at most; may be empty
public record Finding(String test, double points, String detail) {
    public static final int MAX_DETAIL_CHARS = 100;
    private static final int MAX_NAME_CHARS = 40;

    public Finding {
        if (!isName(test)) {
            throw new IllegalArgumentException("no name of a test: " + test);
        }
        if (!Double.isFinite(points)) {
            throw new IllegalArgumentException(test + " has no points: " + points);
        }
        detail = shown(detail);
    }

    /// About the mail as a whole.
    public Finding(String test, double points) {
        this(test, points, "");
    }

    /// Whether a test may be called so.
    public static boolean isName(String test) {
        return !test.isEmpty()
                && test.length() <= MAX_NAME_CHARS
                && test.chars()
                        .allMatch(c -> c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '_');
    }

    private static String shown(String detail) {
        StringBuilder shown = new StringBuilder();
        detail.codePoints()
                .limit(MAX_DETAIL_CHARS)
                .map(c ->
                        Character.isISOControl(c) || Character.getType(c) == Character.FORMAT
                                ? ' '
                                : c)
                .forEach(shown::appendCodePoint);
        return shown.substring(0, Math.min(shown.length(), MAX_DETAIL_CHARS));
    }
}
