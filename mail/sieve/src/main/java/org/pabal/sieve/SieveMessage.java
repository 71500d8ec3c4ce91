// SPDX-License-Identifier: Apache-2.0
package org.pabal.sieve;

import org.pabal.message.mime.HeaderSection;
import org.pabal.message.mime.ScannedMessage;

/// A message as a script sees it: as it came, or with what the script has changed.
///
/// For one thread at a time.
public interface SieveMessage {

    ScannedMessage scan();

    /// The header section of {@link #scan()}, which may be had at less cost.
    default HeaderSection header() {
        return scan().header();
    }

    /// The size.
    long octets();

    /// @return the octets read, 0 at or past the end
    int read(long position, byte[] octets, int offset, int length);
}
