// SPDX-License-Identifier: Apache-2.0
package org.pabal.cli;

import java.io.PrintWriter;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/// `pabal queue`: mail on its way to other hosts.
@Command(name = "queue")
final class QueueCommand {
    private final PabalCommand pabal;

    QueueCommand(PabalCommand pabal) {
        this.pabal = pabal;
    }

    @Command(name = "list")
    int list() {
        return pabal.run(
                "queue.list",
                Map.of(),
                (result, out) -> {
                    if (result.isEmpty()) {
                        out.println(pabal.say("queue.empty"));
                    }
                    result.forEach(entry -> show(entry, out));
                });
    }

    private static void show(JsonNode entry, PrintWriter out) {
        out.println(
                String.join(
                        "\t",
                        entry.path("id").asString(),
                        entry.path("destination").asString(),
                        entry.path("from").asString(),
                        entry.path("recipients").asString(),
                        entry.path("nextAttempt").asString(),
                        entry.path("lastReply").asString("")));
    }

    @Command(name = "retry")
    int retry(@Parameters(paramLabel = "ID") String id) {
        return pabal.run(
                "queue.retry",
                Map.of("id", id),
                (result, out) -> out.println(pabal.say("queue.retried", id)));
    }

    @Command(name = "remove")
    int remove(@Parameters(paramLabel = "ID") String id) {
        return pabal.run(
                "queue.remove",
                Map.of("id", id),
                (result, out) -> out.println(pabal.say("queue.removed", id)));
    }
}
