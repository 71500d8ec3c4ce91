// SPDX-License-Identifier: Apache-2.0
package org.pabal.cli;

import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/// `pabal auth`: what is known of the senders of mail.
@Command(name = "auth", subcommands = ForwarderCommand.class)
final class AuthCommand {
    private final PabalCommand pabal;

    AuthCommand(PabalCommand pabal) {
        this.pabal = pabal;
    }

    @Command(name = "reports")
    int reports(
            @Parameters(paramLabel = "DOMAIN") String domain,
            @Option(names = "--days", paramLabel = "N", defaultValue = "30") String days) {
        Map<String, Object> arguments = new LinkedHashMap<>();
        arguments.put("domain", domain);
        arguments.put("days", days);
        return pabal.run("auth.reports", arguments, this::show);
    }

    private void show(JsonNode result, PrintWriter out) {
        if (result.path("reports").asInt() == 0) {
            out.println(
                    pabal.say(
                            "auth.reports.none",
                            result.path("domain").asString(),
                            result.path("first").asString()));
            return;
        }
        out.println(
                pabal.say(
                        "auth.reports.head",
                        result.path("domain").asString(),
                        result.path("first").asString(),
                        result.path("last").asString(),
                        result.path("reports").asInt()));
        String form = "%-42s %10s %10s %10s %10s %10s%n";
        out.printf(
                form,
                "",
                pabal.say("auth.reports.mails"),
                pabal.say("auth.reports.pass"),
                pabal.say("auth.reports.fail"),
                "DKIM",
                "SPF");
        line(form, pabal.say("auth.reports.total"), result.path("total"), out);
        out.println(pabal.say("auth.reports.reporters"));
        for (JsonNode each : result.path("reporters")) {
            line(form, "  " + each.path("reporter").asString(), each, out);
        }
        out.println(pabal.say("auth.reports.sources"));
        for (JsonNode each : result.path("sources")) {
            String source = each.path("source").asString();
            line(
                    form,
                    "  " + (source.isEmpty() ? pabal.say("auth.reports.others") : source),
                    each,
                    out);
        }
        if (result.path("moreSources").asInt() > 0) {
            out.println(pabal.say("auth.reports.more", result.path("moreSources").asInt()));
        }
    }

    private static void line(String form, String name, JsonNode count, PrintWriter out) {
        out.printf(
                form,
                harmless(name),
                count.path("mails").asLong(),
                count.path("pass").asLong(),
                count.path("fail").asLong(),
                count.path("dkim").asLong(),
                count.path("spf").asLong());
    }

    /// Strangers named it: nothing of it may move the terminal's cursor.
    private static String harmless(String name) {
        return name.replaceAll("\\p{C}", "?");
    }
}
