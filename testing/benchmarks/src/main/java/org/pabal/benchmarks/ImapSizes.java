// SPDX-License-Identifier: Apache-2.0
package org.pabal.benchmarks;

/// How large everything is.
///
/// @param seed messages of the mailbox that changes and searches are about
/// @param idleFew connections that idle, measured first
/// @param idleMany in all, measured then
record ImapSizes(
        int seed, int big, int million, int idleFew, int idleMany, int rounds, int warmUp) {
    /// As many as let 20 of each idle, which is what an account may have open.
    int accounts() {
        return idleMany / 20;
    }

    static ImapSizes of(boolean quick) {
        return quick
                ? new ImapSizes(5_000, 20_000, 200_000, 200, 1_000, 3, 5)
                : new ImapSizes(10_000, 100_000, 1_000_000, 1_000, 5_000, 5, 15);
    }
}
