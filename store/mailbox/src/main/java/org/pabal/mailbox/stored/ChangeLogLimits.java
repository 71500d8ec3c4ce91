// SPDX-License-Identifier: Apache-2.0
package org.pabal.mailbox.stored;

/// How much of an account's past is kept for clients that ask what changed (RFC 8620 §5.2): beyond
/// either, the oldest is forgotten.
///
/// @param maxEntries commits that moved or removed messages or removed mailboxes
/// @param maxMoves messages that came to or left a mailbox in these
public record ChangeLogLimits(int maxEntries, int maxMoves) {
    static final ChangeLogLimits DEFAULTS = new ChangeLogLimits(16_384, 262_144);

    public ChangeLogLimits {
        if (maxEntries < 1 || maxMoves < 1) {
            throw new IllegalArgumentException("a change log must be able to hold something");
        }
    }
}
