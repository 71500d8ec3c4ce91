// SPDX-License-Identifier: Apache-2.0
package org.pabal.cli;

import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/// `pabal ban`: who is not listened to for now, and why.
@Command(name = "ban")
final class BanCommand {
    private final PabalCommand pabal;

    BanCommand(PabalCommand pabal) {
        this.pabal = pabal;
    }

    /// docker-mailserver: `fail2ban`, `fail2ban status`.
    @Command(name = "list", aliases = "status")
    int list() {
        return pabal.run("ban.list", Map.of(), this::showAll);
    }

    private void showAll(JsonNode result, PrintWriter out) {
        if (result.path("bans").isEmpty()) {
            out.println(pabal.say("ban.none"));
        }
        for (JsonNode ban : result.path("bans")) {
            show(ban, out);
        }
    }

    private void show(JsonNode ban, PrintWriter out) {
        out.println(
                pabal.say(
                        "ban.of." + ban.path("kind").asString(),
                        ban.path("source").asString(),
                        ban.path("name").asString(),
                        pabal.time(ban.path("until"))));
        out.println(
                "  "
                        + pabal.say(
                                "ban.why." + ban.path("origin").asString(),
                                ban.path("reason").asString(),
                                pabal.time(ban.path("since")),
                                ban.path("times").asString()));
        evidence(ban, out);
    }

    /// What strangers have typed, so that it cannot speak to the terminal.
    private static String safe(String text) {
        return text.replaceAll("\\p{C}", "?");
    }

    private void evidence(JsonNode of, PrintWriter out) {
        for (JsonNode each : of.path("evidence")) {
            out.println(
                    "    "
                            + pabal.time(each.path("at"))
                            + "  "
                            + each.path("service").asString()
                            + "  "
                            + safe(each.path("name").asString())
                            + "  "
                            + safe(each.path("what").asString()));
        }
    }

    /// docker-mailserver: `fail2ban ban IP`.
    ///
    /// @param session from where the administrator has come, as OpenSSH says it
    @Command(name = "add", aliases = "ban")
    int add(
            @Parameters(paramLabel = "ADDRESS") String source,
            @Option(names = "--for", paramLabel = "TIME", defaultValue = "1d") String length,
            @Option(names = "--reason", paramLabel = "TEXT", defaultValue = "") String reason,
            @Option(
                            names = "--own",
                            hidden = true,
                            paramLabel = "ADDRESS",
                            defaultValue = "${env:SSH_CLIENT:-}")
                    String session) {
        Map<String, Object> arguments = new LinkedHashMap<>();
        arguments.put("source", source);
        arguments.put("for", length);
        arguments.put("reason", reason);
        arguments.put("own", session.split(" ", 2)[0]);
        return pabal.run("ban.add", arguments, this::show);
    }

    /// docker-mailserver: `fail2ban unban IP`.
    @Command(name = "remove", aliases = "unban")
    int remove(@Parameters(paramLabel = "ADDRESS|NAME") String subject) {
        return pabal.run(
                "ban.remove",
                Map.of("subject", subject),
                (result, out) -> {
                    for (JsonNode ban : result.path("bans")) {
                        out.println(
                                pabal.say(
                                        "ban.lifted." + ban.path("kind").asString(),
                                        ban.path("source").asString(),
                                        ban.path("name").asString()));
                    }
                });
    }

    /// docker-mailserver: `fail2ban log`.
    @Command(name = "explain", aliases = "log")
    int explain(@Parameters(paramLabel = "ADDRESS|NAME") String subject) {
        return pabal.run("ban.explain", Map.of("subject", subject), this::showExplained);
    }

    private void showExplained(JsonNode found, PrintWriter out) {
        String subject = found.path("subject").asString();
        if (found.has("never")) {
            out.println(pabal.say("ban.never", subject, found.path("never").asString()));
        }
        if (found.has("points")) {
            out.println(pabal.say("ban.points", subject, found.path("points").asString()));
        }
        if (found.path("delaySeconds").asInt() > 0) {
            out.println(pabal.say("ban.delay", subject, found.path("delaySeconds").asString()));
        }
        out.println(
                found.path("bans").isEmpty()
                        ? pabal.say("ban.no-ban", subject)
                        : pabal.say("ban.lift", subject));
        for (JsonNode ban : found.path("bans")) {
            show(ban, out);
        }
        for (JsonNode each : found.path("tries")) {
            out.println(
                    pabal.say(
                            "ban.tries",
                            safe(each.path("name").asString()),
                            each.path("source").asString(),
                            each.path("guesses").asString(),
                            each.path("repeated").asString(),
                            each.path("unseen").asString()));
        }
        for (JsonNode place : found.path("places")) {
            out.println(pabal.say("ban.place", safe(place.asString())));
        }
        evidence(found, out);
    }
}
