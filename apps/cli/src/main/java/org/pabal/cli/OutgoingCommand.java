// SPDX-License-Identifier: Apache-2.0
package org.pabal.cli;

import java.io.PrintWriter;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/// `pabal outgoing`: accounts whose mail to others is held.
@Command(name = "outgoing")
final class OutgoingCommand {
    private final PabalCommand pabal;

    OutgoingCommand(PabalCommand pabal) {
        this.pabal = pabal;
    }

    @Command(name = "list")
    int list() {
        return pabal.run("outgoing.list", Map.of(), this::showAll);
    }

    private void showAll(JsonNode result, PrintWriter out) {
        if (result.path("frozen").isEmpty()) {
            out.println(pabal.say("outgoing.none"));
        }
        result.path("frozen").forEach(each -> out.println(frozen(each)));
    }

    private String frozen(JsonNode each) {
        return pabal.say(
                "outgoing.frozen",
                each.path("account").asString(),
                each.path("since").asString(),
                each.path("held").asString(),
                each.path("reason").asString());
    }

    @Command(name = "show")
    int show(@Parameters(paramLabel = "ADDRESS") String address) {
        return pabal.run("outgoing.show", Map.of("address", address), this::showOne);
    }

    private void showOne(JsonNode result, PrintWriter out) {
        out.println(
                result.has("frozen")
                        ? frozen(result.path("frozen"))
                        : pabal.say("outgoing.free", result.path("account").asString()));
        for (JsonNode place : result.path("places")) {
            out.println(
                    pabal.say(
                            place.path("new").asBoolean()
                                    ? "outgoing.new-place"
                                    : "outgoing.known-place",
                            place.path("network").asString(),
                            place.path("last").asString()));
        }
    }

    @Command(name = "freeze")
    int freeze(
            @Parameters(paramLabel = "ADDRESS") String address,
            @Option(names = "--reason", paramLabel = "TEXT", defaultValue = "by an administrator")
                    String reason) {
        return pabal.run(
                "outgoing.freeze",
                Map.of("address", address, "reason", reason),
                (result, out) -> out.println(count("outgoing.now-frozen", result, "held")));
    }

    @Command(name = "release")
    int release(@Parameters(paramLabel = "ADDRESS") String address) {
        return pabal.run(
                "outgoing.release",
                Map.of("address", address),
                (result, out) -> out.println(count("outgoing.released", result, "released")));
    }

    @Command(name = "discard")
    int discard(@Parameters(paramLabel = "ADDRESS") String address) {
        return pabal.run(
                "outgoing.discard",
                Map.of("address", address),
                (result, out) -> out.println(count("outgoing.discarded", result, "discarded")));
    }

    private String count(String key, JsonNode result, String what) {
        return pabal.say(key, result.path("account").asString(), result.path(what).asString());
    }
}
