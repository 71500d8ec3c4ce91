// SPDX-License-Identifier: Apache-2.0
package org.pabal.mta.routing;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.pabal.message.Domain;

/// Which alias files there are and what may stand in them.
///
/// @param files in this order; of two aliases with one name the first holds
/// @param programs whether `|program` may
/// @param maildirs whether `/path/` and `/path/file` may
/// @param home completes bare names; empty: the directory's first domain
public record AliasRules(
        List<Path> files, boolean programs, boolean maildirs, Optional<Domain> home) {
    public AliasRules {
        files = List.copyOf(files);
    }
}
