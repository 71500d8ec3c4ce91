// SPDX-License-Identifier: Apache-2.0
package org.pabal.imap.syntax;

/// The way out of a parser: what was expected and where. Becomes `BAD`; leaves no parser's caller.
public final class ImapSyntaxException extends Exception {
    private static final long serialVersionUID = 1L;

    /// @param position in the command, counted from 1
    public ImapSyntaxException(String expected, int position) {
        super(expected + " at octet " + position, null, false, false);
    }

    @Override
    public String getMessage() {
        return String.valueOf(super.getMessage());
    }
}
