// SPDX-License-Identifier: Apache-2.0
package org.pabal.imap.state;

import java.io.IOException;

/// A result of SEARCH or SORT of which the client hears when it changes. RFC 5267 §4.3.
public interface UpdatingResult {
    /// Of the command that asked for it.
    String tag();

    /// The client is about to hear that messages are expunged; their numbers still mean what they
    /// did. RFC 5267 §4.3.4.
    ///
    /// @param indexes in {@link SelectedMailbox#told}, ascending
    void expunging(SelectedMailbox selected, int[] indexes) throws IOException;

    /// The client has heard of new messages and now hears of changed ones.
    ///
    /// @param indexes of both in {@link SelectedMailbox#told}, ascending
    void changed(SelectedMailbox selected, int[] indexes) throws IOException;
}
