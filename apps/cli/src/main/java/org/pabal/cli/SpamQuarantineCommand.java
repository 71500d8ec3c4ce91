// SPDX-License-Identifier: Apache-2.0
package org.pabal.cli;

import java.io.PrintWriter;
import java.util.HashMap;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/// `pabal spam quarantine`: mail that is kept aside.
@Command(name = "quarantine")
final class SpamQuarantineCommand {
    private final PabalCommand pabal;

    SpamQuarantineCommand(PabalCommand pabal) {
        this.pabal = pabal;
    }

    @Command(name = "list")
    int list(
            @Option(names = "--recipient", paramLabel = "ADDRESS", defaultValue = "")
                    String recipient,
            @Option(names = "--limit", paramLabel = "N", defaultValue = "100") String limit,
            @Option(names = "--after", paramLabel = "MAIL-ID", defaultValue = "") String after) {
        Map<String, Object> arguments = new HashMap<>();
        arguments.put("recipient", recipient);
        arguments.put("limit", limit);
        arguments.put("after", after);
        return pabal.run("spam.quarantine.list", arguments, this::showList);
    }

    private void showList(JsonNode result, PrintWriter out) {
        if (result.path("copies").isEmpty()) {
            out.println(pabal.say("spam.quarantine-empty"));
        }
        result.path("copies").forEach(copy -> out.println(line(copy)));
        String next = result.path("next").asString("");
        if (!next.isEmpty()) {
            out.println(pabal.say("spam.quarantine-more", next));
        }
    }

    private String line(JsonNode copy) {
        return copy.path("mail").asString()
                + "  "
                + pabal.time(copy.path("at"))
                + "  "
                + SpamCommand.tenths(copy.path("score"))
                + "  "
                + copy.path("from").asString()
                + " -> "
                + copy.path("address").asString();
    }

    @Command(name = "show")
    int show(
            @Parameters(paramLabel = "MAIL-ID") String mail,
            @Option(names = "--recipient", paramLabel = "ADDRESS", defaultValue = "")
                    String recipient) {
        return pabal.run(
                "spam.quarantine.show",
                Map.of("mail", mail, "recipient", recipient),
                (result, out) -> {
                    for (JsonNode copy : result.path("copies")) {
                        out.println(line(copy));
                        copy.path("tests").forEach(test -> out.println("  " + test.asString()));
                    }
                    out.println();
                    // A terminal obeys control characters, whoever sent them.
                    out.println(
                            result.path("text").asString().replaceAll("[\\p{Cntrl}&&[^\n\t]]", ""));
                });
    }

    @Command(name = "release")
    int release(
            @Parameters(paramLabel = "MAIL-ID") String mail,
            @Option(names = "--recipient", paramLabel = "ADDRESS", defaultValue = "")
                    String recipient) {
        return pabal.run(
                "spam.quarantine.release",
                Map.of("mail", mail, "recipient", recipient),
                (result, out) -> {
                    for (JsonNode copy : result.path("delivered")) {
                        out.println(
                                pabal.say(
                                        "spam.quarantine-released",
                                        copy.path("address").asString(),
                                        copy.path("mail").asString()));
                    }
                    for (JsonNode copy : result.path("notNow")) {
                        out.println(
                                pabal.say(
                                        "spam.quarantine-stays",
                                        copy.path("address").asString(),
                                        copy.path("reason").asString()));
                    }
                },
                result -> result.path("notNow").isEmpty() ? ExitCode.DONE : ExitCode.REFUSED);
    }

    @Command(name = "delete")
    int delete(
            @Parameters(paramLabel = "MAIL-ID") String mail,
            @Option(names = "--recipient", paramLabel = "ADDRESS", defaultValue = "")
                    String recipient) {
        return pabal.run(
                "spam.quarantine.delete",
                Map.of("mail", mail, "recipient", recipient),
                (result, out) ->
                        result.path("deleted")
                                .forEach(address ->
                                        out.println(
                                                pabal.say(
                                                        "spam.quarantine-deleted",
                                                        address.asString()))));
    }
}
