// SPDX-License-Identifier: Apache-2.0
package org.pabal.mailbox.state;

import java.util.List;

/// What one commit did to an account that its pages do not tell afterwards: an entry of the change
/// log. New messages are not in it, for their ids tell.
public record AccountChange(long modSeq, List<GoneMailbox> destroyed, List<Move> moves) {

    /// @param created modseq at which it had been made
    public record GoneMailbox(long mailbox, long created) {}

    /// A message came to a mailbox or left it, or, in the eyes of JMAP, did so by losing or getting
    /// `\Deleted`.
    public record Move(long email, long thread, long mailbox, Way way) {}

    public enum Way {
        CAME,
        LEFT
    }
}
