// SPDX-License-Identifier: Apache-2.0
package org.pabal.cli;

import java.io.PrintWriter;
import java.util.Map;
import picocli.CommandLine.Command;
import tools.jackson.databind.JsonNode;

/// `pabal relay`: the smarthosts.
@Command(name = "relay")
final class RelayCommand {
    private final PabalCommand pabal;

    RelayCommand(PabalCommand pabal) {
        this.pabal = pabal;
    }

    /// 0 when every smarthost takes every sender, 1 when one refuses, 69 when one cannot be asked.
    @Command(name = "check")
    int check() {
        return pabal.run("relay.check", Map.of(), this::show, RelayCommand::exitCode);
    }

    private void show(JsonNode result, PrintWriter out) {
        if (result.path("relays").isEmpty()) {
            out.println(pabal.say("relay.none"));
            return;
        }
        for (JsonNode relay : result.path("relays")) {
            out.println(
                    pabal.say(
                            "relay.name",
                            relay.path("name").asString(),
                            relay.path("host").asString()));
            boolean any = false;
            for (JsonNode found : result.path("findings")) {
                if (found.path("relay").asString().equals(relay.path("name").asString())) {
                    out.println("  " + line(found));
                    any = true;
                }
            }
            if (!any) {
                out.println("  " + pabal.say("relay.unused"));
            }
        }
    }

    private String line(JsonNode found) {
        return pabal.say(
                "relay.finding." + found.path("finding").asString(),
                found.path("domain").asString(),
                found.path("sender").asString(),
                found.path("reply").asString());
    }

    private static int exitCode(JsonNode result) {
        int code = ExitCode.DONE;
        for (JsonNode found : result.path("findings")) {
            if (found.path("refused").asBoolean()) {
                return ExitCode.REFUSED;
            }
            if (!found.path("finding").asString().equals("accepted")) {
                code = ExitCode.UNAVAILABLE;
            }
        }
        return code;
    }
}
