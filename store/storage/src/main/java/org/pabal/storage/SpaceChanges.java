// SPDX-License-Identifier: Apache-2.0
package org.pabal.storage;

import java.util.List;
import java.util.OptionalLong;

/// The part of a commit that changes one space.
///
/// @param expectedVersion the version that the space must have when the commit is applied, or
///     empty when any will do
public record SpaceChanges(Space space, OptionalLong expectedVersion, List<Change> changes) {
    public SpaceChanges {
        changes = List.copyOf(changes);
    }

    public static SpaceChanges of(Space space, List<Change> changes) {
        return new SpaceChanges(space, OptionalLong.empty(), changes);
    }

    public static SpaceChanges ifVersion(Space space, long version, List<Change> changes) {
        return new SpaceChanges(space, OptionalLong.of(version), changes);
    }
}
