// SPDX-License-Identifier: Apache-2.0
package org.pabal.imap.state;

import java.io.IOException;

/// What a client wants to hear of its selected mailbox without asking. RFC 5465 §6.1.
///
/// @param arrivals writes what is to be told of messages that arrived
public record Wishes(Interest interest, Arrivals arrivals) {

    public enum Interest {
        ALL,
        ALL_BUT_FLAGS,
        NOTHING
    }

    /// Writes FETCH responses of new messages.
    public interface Arrivals {
        void write(SelectedMailbox selected, IndexRanges arrived) throws IOException;
    }

    /// Without NOTIFY.
    public static final Wishes PRESET = new Wishes(Interest.ALL, (_, _) -> {});

    /// NOTIFY NONE.
    public static final Wishes NONE = new Wishes(Interest.NOTHING, (_, _) -> {});
}
