// SPDX-License-Identifier: Apache-2.0
package org.pabal.server.settings;

/// A value names something that is not there; the message says what, and what may have been meant.
final class UnknownName extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    /// @param what such as `test`
    UnknownName(String what, String name, Iterable<String> known) {
        super("no " + what + " " + name + Nearest.hint(name, known));
    }
}
