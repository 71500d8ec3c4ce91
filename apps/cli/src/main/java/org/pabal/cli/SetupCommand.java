// SPDX-License-Identifier: Apache-2.0
package org.pabal.cli;

import java.io.PrintWriter;
import java.util.Map;
import picocli.CommandLine.Command;
import tools.jackson.databind.JsonNode;

/// `pabal setup`: the first run in a browser.
@Command(name = "setup")
final class SetupCommand {
    private final PabalCommand pabal;

    SetupCommand(PabalCommand pabal) {
        this.pabal = pabal;
    }

    @Command(name = "code")
    int code() {
        return pabal.run("setup.code", Map.of(), this::show);
    }

    @Command(name = "open")
    int open() {
        return pabal.run("setup.open", Map.of(), this::show);
    }

    private void show(JsonNode result, PrintWriter out) {
        String page = result.path("page").asString("/setup");
        out.println(
                result.hasNonNull("code")
                        ? pabal.say("setup.invitation", page, result.path("code").asString())
                        : pabal.say("setup.opened", page));
    }
}
