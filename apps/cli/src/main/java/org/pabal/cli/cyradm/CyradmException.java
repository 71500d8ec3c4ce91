// SPDX-License-Identifier: Apache-2.0
package org.pabal.cli.cyradm;

/// A command was not done; the message says why.
public final class CyradmException extends Exception {
    private static final long serialVersionUID = 1L;

    public CyradmException(String message) {
        super(message);
    }

    String reason() {
        return String.valueOf(getMessage());
    }
}
