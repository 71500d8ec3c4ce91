// SPDX-License-Identifier: Apache-2.0
package org.pabal.mta.queue;

import java.util.List;
import java.util.Optional;

/// What an intervention by filter has done so far.
///
/// @param done entries that were changed
/// @param inUse entries that were being tried and were left alone
/// @param next go on from here; empty at the end
public record Intervened(List<QueueId> done, List<QueueId> inUse, Optional<QueueId> next) {
    public Intervened {
        done = List.copyOf(done);
        inUse = List.copyOf(inUse);
    }
}
