// SPDX-License-Identifier: Apache-2.0
package org.pabal.server.command;

import java.nio.file.Files;
import java.util.Map;
import java.util.Optional;
import org.pabal.cli.Administration;
import org.pabal.cli.Context.Unreachable;
import org.pabal.cli.ExitCode;
import org.pabal.cli.Place;
import org.pabal.cli.SocketAdministration;
import org.pabal.server.composition.DataDirectory;
import org.pabal.server.composition.OfflineAdministration;
import org.pabal.server.composition.StartFailure;
import org.pabal.server.log.Logging;

/// Who answers a command: the running server, or the store itself when none runs.
public final class StoreOrServer {
    private StoreOrServer() {}

    /// @throws Unreachable with the reason and what to do
    public static Administration reach(Place place) {
        Optional<SocketAdministration> running = SocketAdministration.connect(place.socket());
        if (running.isPresent()) {
            return running.get();
        }
        if (Files.exists(place.data()) && !Files.isExecutable(place.data())) {
            throw new Unreachable(
                    ExitCode.UNAVAILABLE,
                    "the data directory "
                            + place.data()
                            + " belongs to another user; run the command as that user");
        }
        return Files.exists(place.data()) ? open(place) : new NothingThere(place);
    }

    private static Administration open(Place place) {
        try {
            Logging.start("warn", Optional.empty(), true);
            return OfflineAdministration.open(DataDirectory.prepare(place.data()), place.config());
        } catch (DataDirectory.Unusable | StartFailure cannot) {
            throw new Unreachable(ExitCode.UNAVAILABLE, String.valueOf(cannot.getMessage()));
        }
    }

    /// There is no data directory: only a call that adds something makes one.
    private static final class NothingThere implements Administration {
        private final Place place;
        private Optional<Administration> made = Optional.empty();

        NothingThere(Place place) {
            this.place = place;
        }

        @Override
        public Answer call(String operation, Map<String, Object> arguments) {
            if (made.isEmpty() && !begins(operation)) {
                return new Answer.Unavailable(
                        "there is no data directory "
                                + place.data()
                                + "; give another with --data, or begin with: pabal domain add"
                                + " DOMAIN");
            }
            Administration opened = made.orElseGet(() -> open(place));
            made = Optional.of(opened);
            return opened.call(operation, arguments);
        }

        private static boolean begins(String operation) {
            return operation.endsWith(".add")
                    || operation.equals("cluster.init")
                    || operation.equals("cluster.join");
        }

        @Override
        public void close() {
            made.ifPresent(Administration::close);
        }
    }
}
