// SPDX-License-Identifier: Apache-2.0
package org.pabal.cli;

import java.io.PrintWriter;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/// `pabal route`: where mail goes.
@Command(name = "route")
final class RouteCommand {
    private final PabalCommand pabal;

    RouteCommand(PabalCommand pabal) {
        this.pabal = pabal;
    }

    @Command(name = "explain")
    int explain(
            @Parameters(paramLabel = "ADDRESS") String address,
            @Option(names = "--from", paramLabel = "SENDER", defaultValue = "") String from) {
        return pabal.run("route.explain", Map.of("address", address, "from", from), this::show);
    }

    private void show(JsonNode result, PrintWriter out) {
        out.println(pabal.say("route.for", result.path("address").asString()));
        int number = 1;
        for (JsonNode step : result.path("steps")) {
            out.println("  " + number++ + ". " + step.asString());
        }
        result.path("routes").forEach(route -> out.println("=> " + end(route)));
    }

    private String end(JsonNode route) {
        String owner = route.path("owner").asString("");
        return owner.isEmpty() ? way(route) : pabal.say("route.owner", way(route), owner);
    }

    private String way(JsonNode route) {
        String address = route.path("address").asString();
        return switch (route.path("way").asString()) {
            case "account" -> pabal.say("route.account", address, route.path("account").asString());
            case "remote" -> pabal.say("route.remote", address, route.path("hop").asString());
            case "refused" -> pabal.say("route.refused", address, route.path("reply").asString());
            default -> route.toString();
        };
    }
}
