// SPDX-License-Identifier: Apache-2.0
package org.pabal.storage.embedded;

import java.io.IOException;

/// A sync failed: nobody knows what of the file is on the disk, now or later, so that nothing may
/// be written any more.
final class SyncFailedException extends IOException {
    private static final long serialVersionUID = 1L;

    SyncFailedException(IOException cause) {
        super("sync failed: " + cause.getMessage(), cause);
    }
}
