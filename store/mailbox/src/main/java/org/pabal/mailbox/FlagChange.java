// SPDX-License-Identifier: Apache-2.0
package org.pabal.mailbox;

/// How STORE changes flags. RFC 9051 §6.4.6.
///
/// @param mode with which to combine
public record FlagChange(Mode mode, Flags flags) {
    public enum Mode {
        REPLACE,
        ADD,
        REMOVE
    }

    public Flags apply(Flags before) {
        return switch (mode) {
            case REPLACE -> flags;
            case ADD -> before.plus(flags);
            case REMOVE -> before.minus(flags);
        };
    }
}
