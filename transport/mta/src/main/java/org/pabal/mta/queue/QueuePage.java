// SPDX-License-Identifier: Apache-2.0
package org.pabal.mta.queue;

import java.util.List;
import java.util.Optional;

/// Some entries in the order of their ids, oldest mail first.
///
/// @param next ask from here for more; empty at the end. A page may be empty and have a next: only
///     so many entries are looked at for one page
public record QueuePage(List<QueueEntry> entries, Optional<QueueId> next) {
    public QueuePage {
        entries = List.copyOf(entries);
    }
}
