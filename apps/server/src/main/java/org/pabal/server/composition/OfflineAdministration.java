// SPDX-License-Identifier: Apache-2.0
package org.pabal.server.composition;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.pabal.cli.Administration;
import org.pabal.directory.DirectoryAdministration.Outcome;
import org.pabal.server.administration.AdministrationService;
import org.pabal.server.administration.QueueAdministration;

/// Answers a command with the store itself, when no server runs.
public final class OfflineAdministration implements Administration {
    private final Foundation foundation;
    private final AdministrationService service;

    private OfflineAdministration(Foundation foundation, Optional<Path> file) {
        OfflineRouting offline = new OfflineRouting(foundation.directory(), file);
        this.foundation = foundation;
        this.service =
                new AdministrationService(
                        foundation.directory(),
                        foundation.mailboxes(),
                        foundation.storage(),
                        new NoQueue(),
                        new RouteCalls(
                                foundation.directory(), offline::defaultDomain, offline::router),
                        () -> Map.of("server", "not running"));
    }

    /// @param file the settings
    /// @throws StartFailure when the store cannot be opened
    public static OfflineAdministration open(DataDirectory data, Optional<Path> file)
            throws StartFailure {
        return new OfflineAdministration(Foundation.open(data), file);
    }

    /// The queue is worked on by a server only.
    private static final class NoQueue implements QueueAdministration {
        private static final Outcome NOT_RUNNING =
                new Outcome.Refused("no server runs; start it with: pabal serve");

        @Override
        public List<Map<String, Object>> list() {
            return List.of();
        }

        @Override
        public Outcome retry(String id) {
            return NOT_RUNNING;
        }

        @Override
        public Outcome remove(String id) {
            return NOT_RUNNING;
        }
    }

    @Override
    public Answer call(String operation, Map<String, Object> arguments) {
        return service.call(operation, arguments);
    }

    @Override
    public void close() {
        foundation.close();
    }
}
