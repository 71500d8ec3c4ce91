// SPDX-License-Identifier: Apache-2.0
package org.pabal.cli;

import java.io.PrintWriter;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/// `pabal greylist`: who has to come again, who has, and who need not.
@Command(name = "greylist")
final class GreylistCommand {
    private final PabalCommand pabal;

    GreylistCommand(PabalCommand pabal) {
        this.pabal = pabal;
    }

    @Command(name = "list")
    int list(
            @Parameters(paramLabel = "TEXT", arity = "0..1", defaultValue = "") String text,
            @Option(names = "--limit", paramLabel = "N", defaultValue = "100") String limit) {
        return pabal.run("greylist.list", Map.of("text", text, "limit", limit), this::show);
    }

    private void show(JsonNode result, PrintWriter out) {
        if (result.path("records").isEmpty()) {
            out.println(pabal.say("greylist.none"));
        }
        for (JsonNode each : result.path("records")) {
            String state = each.path("state").asString();
            out.println(
                    pabal.say(
                            "greylist." + state,
                            each.path("source").asString(),
                            "<" + each.path("sender").asString() + ">",
                            each.path("recipient").asString(),
                            each.path("last").asString(),
                            each.path("count").asString(),
                            each.path("passes").asString()));
        }
    }

    @Command(name = "allow")
    int allow(@Parameters(paramLabel = "SOURCE") String source) {
        return pabal.run(
                "greylist.allow",
                Map.of("source", source),
                (result, out) ->
                        out.println(pabal.say("greylist.added", result.path("source").asString())));
    }

    @Command(name = "forget")
    int forget(@Parameters(paramLabel = "NAME") String name) {
        return pabal.run(
                "greylist.forget",
                Map.of("name", name),
                (result, out) ->
                        out.println(
                                pabal.say(
                                        "greylist.forgotten",
                                        name,
                                        result.path("removed").asString())));
    }
}
