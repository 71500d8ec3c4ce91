// SPDX-License-Identifier: Apache-2.0
package org.pabal.mda.lab;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;

/// Which messages of a mailbox a script is applied to, for how long, as part of which batch.
///
/// @param after the UID behind which it begins, 0 for the first message
/// @param most time, after which it ends between two chunks; empty for no limit
/// @param batch that it goes on with, where that is begun for the same mailbox; else it has its own
public record Stretch(long after, Optional<Duration> most, OptionalLong batch) {
    public static final Stretch ALL = new Stretch(0, Optional.empty(), OptionalLong.empty());
}
