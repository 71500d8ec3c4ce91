// SPDX-License-Identifier: Apache-2.0
package org.pabal.mailauth.spf;

/// A record outside the grammar of RFC 7208 §12; the way out of the parser.
final class SpfSyntaxException extends Exception {
    private static final long serialVersionUID = 1;

    /// @param message what is wrong, as the end of "the record is wrong: "
    SpfSyntaxException(String message) {
        super(message, null, false, false);
    }

    String reason() {
        return String.valueOf(getMessage());
    }
}
