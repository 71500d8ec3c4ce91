// SPDX-License-Identifier: Apache-2.0
package org.pabal.mailbox;

import java.util.Optional;

/// What somebody has said of a message by where they have put it or how they have marked it: that it
/// is spam, or is not. What delivery files is nobody's word.
///
/// @param email in the account whose mailbox it lies in
public record Correction(EmailId email, Kind kind) {

    /// In the order of their octets on disk.
    public enum Kind {
        SPAM,
        HAM,
        /// The mark for spam was taken away: if that was said, it is said no more.
        SPAM_WITHDRAWN,
        /// Likewise.
        HAM_WITHDRAWN
    }

    /// What a client says that copies or moves a message: into the mailbox for spam, or out of it to
    /// where it is kept. Who empties that mailbox into Trash says nothing.
    ///
    /// @param from empty for an appended message, and for a mailbox without a use
    public static Optional<Kind> ofMove(Optional<SpecialUse> from, Optional<SpecialUse> to) {
        boolean wasJunk = from.equals(Optional.of(SpecialUse.JUNK));
        boolean isJunk = to.equals(Optional.of(SpecialUse.JUNK));
        if (isJunk && !wasJunk) {
            return Optional.of(Kind.SPAM);
        }
        return wasJunk && !isJunk && !to.equals(Optional.of(SpecialUse.TRASH))
                ? Optional.of(Kind.HAM)
                : Optional.empty();
    }

    /// What a client says that changes flags.
    ///
    /// @param in where the message lies: in the mailbox for spam, taking `$Junk` away says nothing
    public static Optional<Kind> ofMarks(
            Flags.JunkMark before, Flags.JunkMark after, Optional<SpecialUse> in) {
        if (before == after) {
            return Optional.empty();
        }
        return switch (after) {
            case JUNK -> Optional.of(Kind.SPAM);
            case NOT_JUNK -> Optional.of(Kind.HAM);
            case NONE -> {
                if (before == Flags.JunkMark.NOT_JUNK) {
                    yield Optional.of(Kind.HAM_WITHDRAWN);
                }
                yield in.equals(Optional.of(SpecialUse.JUNK))
                        ? Optional.empty()
                        : Optional.of(Kind.SPAM_WITHDRAWN);
            }
        };
    }
}
