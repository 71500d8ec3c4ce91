// SPDX-License-Identifier: Apache-2.0
package org.pabal.message;

/// A part of the mail system (storage, directory, DNS) is out of order for now.
///
/// Unknown means temporary: the peer gets `451` or `NO [UNAVAILABLE]`, never a 5yz, and the
/// operator's log gets this message, which says what is wrong and what to do next.
public class UnavailableException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public UnavailableException(String message) {
        super(message);
    }

    public UnavailableException(String message, Throwable cause) {
        super(message, cause);
    }
}
