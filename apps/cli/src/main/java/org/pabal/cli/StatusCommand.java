// SPDX-License-Identifier: Apache-2.0
package org.pabal.cli;

import java.io.PrintWriter;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import tools.jackson.databind.JsonNode;

/// `pabal status`: what the server does and how its parts are.
@Command(name = "status")
final class StatusCommand implements Callable<Integer> {
    private final PabalCommand pabal;

    StatusCommand(PabalCommand pabal) {
        this.pabal = pabal;
    }

    @Override
    public Integer call() {
        return pabal.run("status", Map.of(), StatusCommand::show);
    }

    private static void show(JsonNode status, PrintWriter out) {
        show("", status, out);
    }

    private static void show(String indent, JsonNode node, PrintWriter out) {
        node.forEachEntry((name, value) -> {
            if (value.isObject()) {
                out.println(indent + name + ":");
                show(indent + "  ", value, out);
            } else {
                out.println(indent + name + ": " + value.asString());
            }
        });
    }
}
