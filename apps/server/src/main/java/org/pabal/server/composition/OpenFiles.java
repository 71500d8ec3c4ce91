// SPDX-License-Identifier: Apache-2.0
package org.pabal.server.composition;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Looks at the start whether the system lets this process have as many files open as the settings
/// let clients have connections (THREATS §4).
final class OpenFiles {
    private static final Logger LOG = LoggerFactory.getLogger(OpenFiles.class);
    private static final Path LIMITS = Path.of("/proc/self/limits");

    /// What the store, connections to others and the program itself need.
    private static final long BESIDES = 2_000;

    private OpenFiles() {}

    static void check(int connectionsOfAService) {
        OptionalLong may = allowed();
        long wanted = connectionsOfAService + BESIDES;
        if (may.isPresent() && may.getAsLong() < wanted) {
            LOG.warn(
                    "event=few-open-files allowed={} wanted={} reason=\"a service may have {}"
                            + " connections; raise LimitNOFILE of the unit or ulimit -n, or lower"
                            + " limits.connections\"",
                    may.getAsLong(),
                    wanted,
                    connectionsOfAService);
        }
    }

    private static OptionalLong allowed() {
        try {
            return allowed(Files.readAllLines(LIMITS));
        } catch (IOException elsewhere) {
            return OptionalLong.empty();
        }
    }

    /// The soft limit; empty where there is none.
    static OptionalLong allowed(List<String> limits) {
        return limits.stream()
                .filter(line -> line.startsWith("Max open files"))
                .map(line -> line.split("\\s+"))
                .filter(words -> words.length > 3 && words[3].matches("\\d{1,18}"))
                .mapToLong(words -> Long.parseLong(words[3]))
                .findFirst();
    }
}
