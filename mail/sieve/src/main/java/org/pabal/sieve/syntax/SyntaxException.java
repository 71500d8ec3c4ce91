// SPDX-License-Identifier: Apache-2.0
package org.pabal.sieve.syntax;

/// The parser's way out of a command; none leaves it.
final class SyntaxException extends Exception {
    private static final long serialVersionUID = 1L;

    final int at;

    /// Nothing behind this can be understood any more.
    final boolean fatal;

    SyntaxException(int at, boolean fatal, String message) {
        super(message, null, false, false);
        this.at = at;
        this.fatal = fatal;
    }
}
