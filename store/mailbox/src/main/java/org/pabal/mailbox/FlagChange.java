// SPDX-License-Identifier: Apache-2.0
package org.pabal.mailbox;

/// How STORE changes flags. RFC 9051 §6.4.6.
///
/// @param mode with which to combine
/// @param rights of who changes them: flags that they do not permit to be changed stay as they are.
///     RFC 4314 §4
public record FlagChange(Mode mode, Flags flags, Rights rights) {
    public enum Mode {
        REPLACE,
        ADD,
        REMOVE
    }

    /// By someone who may change all flags.
    public FlagChange(Mode mode, Flags flags) {
        this(mode, flags, Rights.ALL);
    }

    public FlagChange limitedTo(Rights only) {
        return new FlagChange(mode, flags, only);
    }

    public Flags apply(Flags before) {
        Flags after =
                switch (mode) {
                    case REPLACE -> flags;
                    case ADD -> before.plus(flags);
                    case REMOVE -> before.minus(flags);
                };
        return rights.permitAllFlags()
                ? after
                : before.minus(rights.permitted(before)).plus(rights.permitted(after));
    }
}
