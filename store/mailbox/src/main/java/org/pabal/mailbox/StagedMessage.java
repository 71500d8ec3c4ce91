// SPDX-License-Identifier: Apache-2.0
package org.pabal.mailbox;

import org.pabal.message.mime.ScannedMessage;
import org.pabal.storage.Blob;

/// A message that is taken in but belongs to nobody yet.
///
/// @param blob its octets; a commit that keeps it without filing it (the queue) adds its own
///     reference to it
/// @param authentication see {@link StoredMessage#authentication}
public record StagedMessage(Blob blob, ScannedMessage scan, String authentication) {
    /// What nobody has authenticated.
    public StagedMessage(Blob blob, ScannedMessage scan) {
        this(blob, scan, "");
    }

    /// The same message with what was found about it.
    public StagedMessage authenticated(String found) {
        return found.equals(authentication) ? this : new StagedMessage(blob, scan, found);
    }

    /// The size.
    public long octets() {
        return blob.size();
    }
}
