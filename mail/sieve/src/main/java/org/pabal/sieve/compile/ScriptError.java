// SPDX-License-Identifier: Apache-2.0
package org.pabal.sieve.compile;

/// The compiler's way out of a command that is wrong; none leaves it.
public final class ScriptError extends Exception {
    private static final long serialVersionUID = 1L;

    final int at;

    /// Wrong for the want of an extension: in a script with `ihave`, only when it is reached.
    final boolean extension;

    ScriptError(int at, boolean extension, String message) {
        super(message, null, false, false);
        this.at = at;
        this.extension = extension;
    }
}
