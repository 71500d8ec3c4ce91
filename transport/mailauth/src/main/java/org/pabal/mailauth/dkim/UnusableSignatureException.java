// SPDX-License-Identifier: Apache-2.0
package org.pabal.mailauth.dkim;

/// Why a signature cannot be judged. Stays within this package.
final class UnusableSignatureException extends Exception {
    private static final long serialVersionUID = 1L;
    private final DkimResult result;

    UnusableSignatureException(DkimResult result, String reason) {
        super(reason, null, false, false);
        this.result = result;
    }

    /// RFC 8601 §2.7.1: syntax errors are `neutral`.
    static UnusableSignatureException malformed(String what) {
        return new UnusableSignatureException(DkimResult.NEUTRAL, "syntax: " + what);
    }

    DkimResult result() {
        return result;
    }

    String reason() {
        return String.valueOf(getMessage());
    }
}
