// SPDX-License-Identifier: Apache-2.0
package org.pabal.mailbox;

import org.pabal.message.mime.ScannedMessage;
import org.pabal.storage.Blob;

/// A message that is taken in but belongs to nobody yet.
///
/// @param blob its octets; a commit that keeps it without filing it (the queue) adds its own
///     reference to it
/// @param arrival see {@link StoredMessage#arrival}
public record StagedMessage(Blob blob, ScannedMessage scan, String arrival) {
    /// What nobody has authenticated.
    public StagedMessage(Blob blob, ScannedMessage scan) {
        this(blob, scan, "");
    }

    /// The same message with what was found about it.
    public StagedMessage found(String atArrival) {
        return atArrival.equals(arrival) ? this : new StagedMessage(blob, scan, atArrival);
    }

    /// The same message with what the spam filter has said of this copy: one line, which takes the
    /// place of another.
    public StagedMessage judged(String judgement) {
        String first = authentication();
        return found(judgement.isEmpty() ? first : first + "\n" + judgement);
    }

    /// What was found about who sent it.
    public String authentication() {
        int end = arrival.indexOf('\n');
        return end < 0 ? arrival : arrival.substring(0, end);
    }

    /// The size.
    public long octets() {
        return blob.size();
    }
}
