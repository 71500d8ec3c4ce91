// SPDX-License-Identifier: Apache-2.0
package org.pabal.server.composition;

/// The server cannot start; the message says what is wrong, where, and the next step.
public final class StartFailure extends Exception {
    private static final long serialVersionUID = 1L;

    StartFailure(String message) {
        super(message);
    }

    StartFailure(String message, Throwable cause) {
        super(message, cause);
    }
}
