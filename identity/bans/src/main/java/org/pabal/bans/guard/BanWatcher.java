// SPDX-License-Identifier: Apache-2.0
package org.pabal.bans.guard;

import java.time.Duration;
import org.pabal.bans.Source;

/// Hears of bans of everything from a source, one after the other and when they are durable; at the
/// start of those that are in force. Does not block.
public interface BanWatcher {
    BanWatcher NONE =
            new BanWatcher() {
                @Override
                public void banned(Source source, Duration left) {}

                @Override
                public void lifted(Source source) {}
            };

    /// @param left how long it lasts from now
    void banned(Source source, Duration left);

    /// Before its time.
    void lifted(Source source);
}
