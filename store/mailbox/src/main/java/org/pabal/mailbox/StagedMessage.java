// SPDX-License-Identifier: Apache-2.0
package org.pabal.mailbox;

import org.pabal.message.mime.ScannedMessage;
import org.pabal.storage.Blob;

/// A message that is taken in but belongs to nobody yet.
///
/// @param blob its octets; a commit that keeps it without filing it (the queue) adds its own
///     reference to it
public record StagedMessage(Blob blob, ScannedMessage scan) {

    /// The size.
    public long octets() {
        return blob.size();
    }
}
