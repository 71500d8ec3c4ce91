// SPDX-License-Identifier: Apache-2.0
package org.pabal.sieve.regex;

/// The text is no extended regular expression, or one that is too large.
public final class RegexSyntaxException extends Exception {
    private static final long serialVersionUID = 1L;

    RegexSyntaxException(String message) {
        super(message, null, false, false);
    }
}
