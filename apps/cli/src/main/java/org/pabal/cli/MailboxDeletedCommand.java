// SPDX-License-Identifier: Apache-2.0
package org.pabal.cli;

import java.io.PrintWriter;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/// `pabal mailbox deleted`: what an account has deleted and can have back.
@Command(name = "deleted")
final class MailboxDeletedCommand implements Callable<Integer> {
    private final PabalCommand pabal;

    @Parameters(paramLabel = "MAILBOX")
    private String name = "";

    @Option(names = "--since", paramLabel = "TIME", defaultValue = "")
    private String since = "";

    @Option(names = "--limit", paramLabel = "NUMBER", defaultValue = "100")
    private String limit = "";

    MailboxDeletedCommand(PabalCommand pabal) {
        this.pabal = pabal;
    }

    @Override
    public Integer call() {
        return pabal.run(
                "mailbox.deleted",
                Map.of("name", name, "since", since, "limit", limit),
                this::show);
    }

    private void show(JsonNode result, PrintWriter out) {
        result.path("deleted")
                .forEach(each ->
                        out.println(
                                String.join(
                                        "\t",
                                        each.path("id").asString(),
                                        pabal.time(each.path("at")),
                                        each.path("mailbox").asString(),
                                        each.path("octets").asString(),
                                        each.path("from").asString(),
                                        each.path("subject").asString())));
        long shown = result.path("deleted").size();
        if (result.path("total").asLong() > shown) {
            out.println(pabal.say("mailbox.kept.more", shown, result.path("total").asLong()));
        }
        out.println(
                pabal.say(
                        "mailbox.kept.all",
                        result.path("account").asString(),
                        result.path("kept").asLong(),
                        result.path("octets").asLong()));
    }
}
