// SPDX-License-Identifier: Apache-2.0
package org.pabal.mda.programs;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/// Which programs scripts may run, and how.
///
/// @param directory empty: none
/// @param limit how long one may run
/// @param path the programs' PATH
public record ProgramsConfig(Optional<Path> directory, Duration limit, String path) {
    public static final String USUAL_PATH = "/usr/local/bin:/usr/bin:/bin";

    public static final ProgramsConfig OFF =
            new ProgramsConfig(Optional.empty(), Duration.ofSeconds(10), USUAL_PATH);
}
