// SPDX-License-Identifier: Apache-2.0
package org.pabal.server.setup;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;
import org.pabal.directory.DirectoryAdministration;
import org.pabal.directory.Role;

/// Which phase it is, by what is durable: the record of the set-up and the directory. A directory that
/// cannot be read opens nothing: what it throws goes on. Safe for use by many threads.
final class Phases {
    /// Strangers ask, and the directory may be large. Nothing depends on it: the directory itself makes
    /// no second administrator.
    private static final Duration SEEN = Duration.ofSeconds(2);

    private final Progress progress;
    private final DirectoryAdministration directory;
    private final InstantSource clock;
    private volatile @Nullable Sight sight;

    private record Sight(boolean hasAdministrator, Instant until) {}

    Phases(Progress progress, DirectoryAdministration directory, InstantSource clock) {
        this.progress = progress;
        this.directory = directory;
        this.clock = clock;
    }

    /// A set-up that is finished stays so, also when all administrators are removed.
    Phase now() {
        if (progress.isFinished()) {
            return Phase.CLOSED;
        }
        if (!hasAdministrator()) {
            return Phase.FIRST;
        }
        return progress.isBegun() ? Phase.GOING : Phase.CLOSED;
    }

    /// Looks anew.
    void changed() {
        sight = null;
    }

    private boolean hasAdministrator() {
        Sight last = sight;
        Instant now = clock.instant();
        if (last == null || !now.isBefore(last.until())) {
            last = new Sight(look(), now.plus(SEEN));
            sight = last;
        }
        return last.hasAdministrator();
    }

    private boolean look() {
        return directory.accounts().stream()
                .anyMatch(account -> account.role() == Role.ADMINISTRATOR);
    }
}
