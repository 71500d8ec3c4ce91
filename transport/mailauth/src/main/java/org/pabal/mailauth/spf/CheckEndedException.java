// SPDX-License-Identifier: Apache-2.0
package org.pabal.mailauth.spf;

/// Ends a check from within any depth of its records: an error in one of them is the result of all.
/// RFC 7208 §2.6.6, §2.6.7, §5.2.
final class CheckEndedException extends Exception {
    private static final long serialVersionUID = 1;

    private final SpfResult result;

    private CheckEndedException(SpfResult result, String reason) {
        super(reason, null, false, false);
        this.result = result;
    }

    static CheckEndedException temporary(String reason) {
        return new CheckEndedException(SpfResult.TEMPERROR, reason);
    }

    static CheckEndedException permanent(String reason) {
        return new CheckEndedException(SpfResult.PERMERROR, reason);
    }

    SpfResult result() {
        return result;
    }

    String reason() {
        return String.valueOf(getMessage());
    }
}
