// SPDX-License-Identifier: Apache-2.0
package org.pabal.mta.queue;

import java.util.List;
import java.util.Map;

/// What the queue holds, for `pabal status` and metrics.
///
/// @param entries all of them
/// @param active being tried now
/// @param held waiting for an operator
/// @param damaged records that could not be read and were left where they are
/// @param suspended kinds of destinations that are not tried, and why
/// @param destinations the longest first, at most twenty
public record QueueStatus(
        long entries,
        int active,
        int held,
        int damaged,
        Map<Destination.Kind, String> suspended,
        List<DestinationStatus> destinations) {
    public QueueStatus {
        suspended = Map.copyOf(suspended);
        destinations = List.copyOf(destinations);
    }

    /// @param window how many attempts at a time it bears, as far as is known
    /// @param rest why the destination is left alone for now; empty when it is not
    public record DestinationStatus(
            Destination destination, int waiting, int active, int window, String rest) {}
}
