// SPDX-License-Identifier: Apache-2.0
package org.pabal.storage;

import java.util.List;
import java.util.UUID;

/// Changes to one or more spaces: all or none, after any crash.
///
/// @param id repeating a commit with the id of one whose outcome stayed unknown is harmless: what
///     was applied once is not applied again (within the engine's memory of at least ten minutes)
/// @param parts at most one per space
public record Commit(UUID id, List<SpaceChanges> parts) {
    public Commit {
        parts = List.copyOf(parts);
        if (parts.isEmpty()) {
            throw new IllegalArgumentException("a commit changes at least one space");
        }
        if (parts.size() > 1
                && parts.stream().map(SpaceChanges::space).distinct().count() < parts.size()) {
            throw new IllegalArgumentException("a commit has one part per space");
        }
    }
}
