// SPDX-License-Identifier: Apache-2.0
package org.pabal.cli;

import java.io.PrintWriter;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/// `pabal auth forwarder`: hosts whose mail is let in though its sender's domain does not know them.
@Command(name = "forwarder")
final class ForwarderCommand {
    private final PabalCommand pabal;

    ForwarderCommand(PabalCommand pabal) {
        this.pabal = pabal;
    }

    @Command(name = "add")
    int add(
            @Parameters(paramLabel = "FORWARDER") String forwarder,
            @Option(names = "--for", paramLabel = "ADDRESS", defaultValue = "") String recipient,
            @Option(names = "--note", paramLabel = "TEXT", defaultValue = "") String note) {
        return pabal.run(
                "forwarder.add",
                Map.of("forwarder", forwarder, "recipient", recipient, "note", note),
                (result, out) -> out.println(say("forwarder.added", result)));
    }

    @Command(name = "remove")
    int remove(
            @Parameters(paramLabel = "FORWARDER") String forwarder,
            @Option(names = "--for", paramLabel = "ADDRESS", defaultValue = "") String recipient) {
        return pabal.run(
                "forwarder.remove",
                Map.of("forwarder", forwarder, "recipient", recipient),
                (result, out) -> out.println(say("forwarder.removed", result)));
    }

    private String say(String key, JsonNode result) {
        String recipient = result.path("recipient").asString();
        return pabal.say(
                key,
                result.path("forwarder").asString(),
                recipient.isEmpty() ? pabal.say("forwarder.everybody") : recipient);
    }

    @Command(name = "list")
    int list() {
        return pabal.run("forwarder.list", Map.of(), this::show);
    }

    private void show(JsonNode result, PrintWriter out) {
        if (result.path("settings").isEmpty()
                && result.path("declared").isEmpty()
                && result.path("learnt").isEmpty()) {
            out.println(pabal.say("forwarder.none"));
        }
        result.path("settings")
                .forEach(each -> out.println(pabal.say("forwarder.of-settings", each.asString())));
        for (JsonNode each : result.path("declared")) {
            String note = each.path("note").asString();
            out.println(
                    say("forwarder.declared", each)
                            + " "
                            + each.path("since").asString()
                            + (note.isEmpty() ? "" : " (" + note + ")"));
        }
        for (JsonNode each : result.path("learnt")) {
            out.println(
                    pabal.say(
                            each.path("known").asBoolean()
                                    ? "forwarder.learnt"
                                    : "forwarder.on-the-way",
                            each.path("domain").asString() + " " + each.path("network").asString(),
                            each.path("recipient").asString(),
                            each.path("mails").asString(),
                            each.path("authors").asString(),
                            each.path("days").asString(),
                            each.path("last").asString()));
        }
    }
}
