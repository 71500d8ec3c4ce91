// SPDX-License-Identifier: Apache-2.0
package org.pabal.poppassd;

import org.pabal.directory.Account;

/// What the session knows.
sealed interface PoppassdState {
    record Connected() implements PoppassdState {}

    /// @param name as the client gave it
    record Named(String name) implements PoppassdState {}

    record Proven(Account account) implements PoppassdState {}

    record Closed() implements PoppassdState {}
}
