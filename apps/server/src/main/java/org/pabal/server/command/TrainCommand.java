// SPDX-License-Identifier: Apache-2.0
package org.pabal.server.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.pabal.cli.PabalCommand;
import org.pabal.cli.Place;
import org.pabal.server.composition.Server;
import org.pabal.server.settings.LogTable;
import org.pabal.server.settings.MetricsTable;
import org.pabal.server.settings.ServicesTable;
import picocli.CommandLine.Command;

/// `pabal train`: opens everything once on loopback with ports that the system chooses, sends itself
/// a mail and ends, and builds every command, so that the launcher can keep the loaded classes for quick starts (JEP 514).
@Command(name = "train", hidden = true)
public final class TrainCommand implements Callable<Integer> {
    private final PabalCommand pabal;

    public TrainCommand(PabalCommand pabal) {
        this.pabal = pabal;
    }

    @Override
    public Integer call() throws IOException {
        PabalCommand.commandLine(pabal.context());
        Path data = Files.createTempDirectory("pabal-train");
        Map<String, String> options = new java.util.HashMap<>();
        options.put(ServicesTable.BIND.key(), "127.0.0.1");
        options.put(ServicesTable.HOSTNAME.key(), "train.test");
        options.put(MetricsTable.METRICS_PORT.key(), "0");
        options.put(LogTable.LOG_TO.key(), "file");
        ServicesTable.SERVICES.forEach(service -> options.put(service.port().key(), "0"));
        try {
            return ServeCommand.run(
                    pabal, new Place(data, Optional.empty()), options, TrainCommand::exercise);
        } finally {
            try (Stream<Path> files = Files.walk(data)) {
                files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
            }
        }
    }

    private static void exercise(Server server) {
        try {
            server.administration().call("domain.add", Map.of("domain", "train.test"));
            server.administration()
                    .call(
                            "account.add",
                            Map.of("address", "a@train.test", "password", "train-secret"));
            server.administration().call("status", Map.of());
            server.sendThroughOwnSmtp("a@train.test", "a@train.test", "train", "train");
        } catch (IOException _) {
            // What was loaded until then is worth keeping all the same.
        } finally {
            server.stop();
        }
    }
}
