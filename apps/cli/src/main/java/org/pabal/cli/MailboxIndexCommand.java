// SPDX-License-Identifier: Apache-2.0
package org.pabal.cli;

import java.io.PrintWriter;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/// `pabal mailbox index`: the index of the text of messages.
@Command(name = "index")
final class MailboxIndexCommand {
    private final PabalCommand pabal;

    MailboxIndexCommand(PabalCommand pabal) {
        this.pabal = pabal;
    }

    @Command(name = "status")
    int status(
            @Parameters(paramLabel = "ADDRESS", arity = "0..1", defaultValue = "") String address) {
        return pabal.run("mailbox.index.status", Map.of("address", address), this::show);
    }

    private void show(JsonNode status, PrintWriter out) {
        if (status.has("address")) {
            out.println(
                    pabal.say(
                            "mailbox.index.of",
                            status.path("address").asString(),
                            status.path("messages").asLong(),
                            status.path("indexed").asLong(),
                            status.path("behind").asLong(),
                            status.path("octets").asLong()));
        } else {
            out.println(
                    pabal.say(
                            "mailbox.index.all",
                            status.path("waitingAccounts").asLong(),
                            status.path("openIndexes").asLong(),
                            status.path("lookups").asLong(),
                            status.path("indexedMessages").asLong(),
                            status.path("discardedIndexes").asLong()));
        }
    }

    /// Throws the index away; the server makes it anew in the background.
    @Command(name = "rebuild")
    int rebuild(@Parameters(paramLabel = "ADDRESS") String address) {
        return pabal.run(
                "mailbox.index.rebuild",
                Map.of("address", address),
                (result, out) -> out.println(pabal.say("mailbox.index.rebuilt", address)));
    }
}
