// SPDX-License-Identifier: Apache-2.0
package org.pabal.sieve.run;

/// A run-time error: the way out of a run, which then yields the implicit keep alone.
/// RFC 5228 §2.10.6. None leaves {@link Run}.
public final class ScriptFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    ScriptFailure(String message) {
        super(message, null, false, false);
    }
}
