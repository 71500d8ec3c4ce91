// SPDX-License-Identifier: Apache-2.0
package org.pabal.poppassd;

import org.pabal.directory.Account;

/// What the session knows.
sealed interface PoppassdState {
    record Connected() implements PoppassdState {}

    /// @param name as the client gave it
    record Named(String name) implements PoppassdState {}

    /// @param oldPassword which the owner has just given: some directories ask for it, too
    record Proven(Account account, String oldPassword) implements PoppassdState {}

    record Closed() implements PoppassdState {}
}
