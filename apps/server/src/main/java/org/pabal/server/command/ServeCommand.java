// SPDX-License-Identifier: Apache-2.0
package org.pabal.server.command;

import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.pabal.cli.ExitCode;
import org.pabal.cli.PabalCommand;
import org.pabal.cli.Place;
import org.pabal.server.composition.DataDirectory;
import org.pabal.server.composition.Server;
import org.pabal.server.composition.StartFailure;
import org.pabal.server.log.Logging;
import org.pabal.server.settings.KeptSettings;
import org.pabal.server.settings.LogTable;
import org.pabal.server.settings.ServicesTable;
import org.pabal.server.settings.Settings;
import org.pabal.server.settings.SettingsException;
import org.pabal.server.settings.SettingsReader;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `pabal serve`: runs the server until it is told to stop.
@Command(name = "serve")
public final class ServeCommand implements Callable<Integer> {
    private static final Logger LOG = LoggerFactory.getLogger(ServeCommand.class);

    private static final int MAX_ATTEMPTS = 6;
    private static final Duration BETWEEN_ATTEMPTS = Duration.ofSeconds(1);

    private final PabalCommand pabal;

    @Option(names = "--port-offset", paramLabel = "N", defaultValue = "")
    private String portOffset = "";

    @Option(names = "--hostname", paramLabel = "NAME", defaultValue = "")
    private String hostname = "";

    @Option(names = "--bind", paramLabel = "ADDRESS", defaultValue = "")
    private String bind = "";

    public ServeCommand(PabalCommand pabal) {
        this.pabal = pabal;
    }

    @Override
    public Integer call() throws Exception {
        Map<String, String> options = new HashMap<>();
        put(options, ServicesTable.PORT_OFFSET.key(), portOffset);
        put(options, ServicesTable.HOSTNAME.key(), hostname);
        put(options, ServicesTable.BIND.key(), bind);
        return run(pabal, pabal.place(), options, this::invite);
    }

    private void invite(Server server) {
        server.invitation()
                .ifPresent(invitation ->
                        pabal.context()
                                .out()
                                .println(
                                        pabal.context()
                                                .messages()
                                                .text(
                                                        "setup.invitation",
                                                        invitation.page(),
                                                        invitation.code())));
    }

    private static void put(Map<String, String> options, String key, String text) {
        if (!text.isEmpty()) {
            options.put(key, text);
        }
    }

    /// Starts a server and waits for its end.
    ///
    /// @param started is called when all doors are open
    /// @return the exit code; the reason of a failed start was told
    static int run(
            PabalCommand pabal,
            Place place,
            Map<String, String> options,
            Consumer<Server> started) {
        Running running = new Running();
        Runtime.getRuntime().addShutdownHook(new Thread(running::stop, "stop"));
        try {
            Server server = start(place, options);
            while (running.is(server)) {
                pabal.context().out().println(server.ready());
                started.accept(server);
                server.awaitStop();
                if (!server.isToStartAgain()) {
                    return ExitCode.DONE;
                }
                server = startAgain(place, options);
            }
            return ExitCode.DONE;
        } catch (SettingsException wrong) {
            wrong.problems().forEach(problem -> tell(pabal, problem));
            return ExitCode.SETTINGS;
        } catch (DataDirectory.Unusable | StartFailure cannot) {
            tell(pabal, String.valueOf(cannot.getMessage()));
            return ExitCode.UNAVAILABLE;
        }
    }

    /// With the settings as they are now. Where a change that the pages have made is why it does not
    /// start, the change is taken back.
    private static Server startAgain(Place place, Map<String, String> options)
            throws SettingsException, DataDirectory.Unusable, StartFailure {
        try {
            return startPatiently(place, options);
        } catch (SettingsException | StartFailure cannot) {
            if (!isTakenBack(place, cannot)) {
                throw cannot;
            }
            return start(place, options);
        }
    }

    /// A command that found no server has the store for a moment, or a port is still in use.
    private static Server startPatiently(Place place, Map<String, String> options)
            throws SettingsException, DataDirectory.Unusable, StartFailure {
        for (int attempt = 1; ; attempt++) {
            try {
                return start(place, options);
            } catch (StartFailure cannot) {
                if (attempt == MAX_ATTEMPTS) {
                    throw cannot;
                }
                LOG.warn("event=start-tried-again reason=\"{}\"", cannot.getMessage());
                LockSupport.parkNanos(BETWEEN_ATTEMPTS.toNanos());
            }
        }
    }

    private static boolean isTakenBack(Place place, Exception why) {
        try {
            boolean taken = new KeptSettings(place.data()).takeBack();
            LOG.error("event=settings-taken-back done={} reason=\"{}\"", taken, why.getMessage());
            return taken;
        } catch (IOException unwritable) {
            LOG.error("event=settings-not-taken-back reason=\"{}\"", unwritable.getMessage());
            return false;
        }
    }

    /// The server that a signal stops: another one after each start.
    private static final class Running {
        private @Nullable Server server;
        private boolean stopping;

        /// @return false when the process is to end: the server is stopped then
        boolean is(Server started) {
            boolean goesOn;
            synchronized (this) {
                server = started;
                goesOn = !stopping;
            }
            if (!goesOn) {
                started.stop();
            }
            return goesOn;
        }

        void stop() {
            Server last;
            synchronized (this) {
                stopping = true;
                last = server;
            }
            if (last != null) {
                last.stop();
            }
        }
    }

    private static Server start(Place place, Map<String, String> options)
            throws SettingsException, DataDirectory.Unusable, StartFailure {
        DataDirectory data = DataDirectory.prepare(place.data());
        Settings settings =
                SettingsReader.read(data.path(), place.config(), System.getenv(), options);
        String to = settings.get(LogTable.LOG_TO);
        Logging.start(
                settings.get(LogTable.LOG_LEVEL),
                to.equals("console")
                        ? Optional.empty()
                        : Optional.of(data.log().resolve("pabal.log")),
                !to.equals("file"));
        return Server.start(data, settings);
    }

    private static void tell(PabalCommand pabal, String problem) {
        pabal.context().err().println("pabal: " + problem);
    }
}
