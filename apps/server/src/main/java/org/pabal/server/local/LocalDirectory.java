// SPDX-License-Identifier: Apache-2.0
package org.pabal.server.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/// The directory through which users of this host hand mail over: `socket`, `drop` for what comes
/// while no server answers, `taken` for what is being submitted, `bad` for what cannot be.
public record LocalDirectory(Path path) {
    private static final Path USUAL = Path.of("/var/spool/pabal");

    /// Write and enter, but not list; sticky; files get the group of the server.
    private static final int DROP_MODE = 03733;

    private static final int PRIVATE_MODE = 0700;
    private static final int OPEN_MODE = 0755;

    /// Where a program looks: what the environment says, the usual place, the data directory.
    static LocalDirectory find(Map<String, String> environment, Path data) {
        return new LocalDirectory(
                Optional.ofNullable(environment.get("PABAL_LOCAL_DIRECTORY"))
                        .filter(text -> !text.isEmpty())
                        .map(Path::of)
                        .orElseGet(() -> Files.isDirectory(USUAL) ? USUAL : data.resolve("local")));
    }

    /// Makes what is not there.
    ///
    /// @throws IOException with what cannot be made
    public void prepare() throws IOException {
        make(path, OPEN_MODE);
        make(drop(), DROP_MODE);
        make(taken(), PRIVATE_MODE);
        make(bad(), PRIVATE_MODE);
    }

    private static void make(Path directory, int mode) throws IOException {
        if (!Files.isDirectory(directory)) {
            Files.createDirectory(directory);
            Files.setAttribute(directory, "unix:mode", mode);
        }
    }

    public Path socket() {
        return path.resolve("socket");
    }

    Path drop() {
        return path.resolve("drop");
    }

    Path taken() {
        return path.resolve("taken");
    }

    Path bad() {
        return path.resolve("bad");
    }
}
