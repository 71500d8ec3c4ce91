// SPDX-License-Identifier: Apache-2.0
package org.pabal.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/// `pabal spf`: which hosts may use a domain.
@Command(name = "spf")
final class SpfCommand {
    private final PabalCommand pabal;

    SpfCommand(PabalCommand pabal) {
        this.pabal = pabal;
    }

    @Command(name = "explain")
    int explain(
            @Parameters(paramLabel = "IP") String ip,
            @Parameters(paramLabel = "MAIL-FROM") String from,
            @Parameters(paramLabel = "HELO", arity = "0..1", defaultValue = "") String helo,
            @Option(names = "--zone", paramLabel = "FILE") Optional<Path> zone) {
        Map<String, Object> arguments = new LinkedHashMap<>();
        arguments.put("ip", ip);
        arguments.put("from", from);
        arguments.put("helo", helo);
        if (zone.isPresent()) {
            try {
                arguments.put("zone", Files.readString(zone.get(), StandardCharsets.UTF_8));
            } catch (IOException unreadable) {
                return pabal.refuse(
                        "refused",
                        pabal.say("spf.zone-unreadable", zone.get(), unreadable),
                        ExitCode.REFUSED);
            }
        }
        return pabal.run("spf.explain", arguments, this::show);
    }

    private void show(JsonNode result, PrintWriter out) {
        boolean first = true;
        for (JsonNode check : result.path("checks")) {
            if (!first) {
                out.println();
            }
            first = false;
            out.println(
                    pabal.say(
                            "spf.for",
                            check.path("identity").asString(),
                            check.path("name").asString(),
                            result.path("ip").asString()));
            check.path("steps").forEach(step -> out.println("  " + step.asString()));
            String explanation = check.path("explanation").asString("");
            if (!explanation.isEmpty()) {
                out.println(pabal.say("spf.explanation", explanation));
            }
            out.println("=> " + check.path("result").asString());
        }
    }
}
