// SPDX-License-Identifier: Apache-2.0
package org.pabal.cli;

import java.nio.file.Path;
import java.util.Optional;

/// Where the server that a command is for has its data and settings.
///
/// @param config empty for `pabal.toml` in the data directory, if it is there
public record Place(Path data, Optional<Path> config) {

    /// Where the running server listens for commands.
    public Path socket() {
        return data.resolve("pabal.sock");
    }
}
