// SPDX-License-Identifier: Apache-2.0
package org.pabal.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/// `pabal cluster`: the hosts of one mail system.
@Command(name = "cluster")
final class ClusterCommand {
    private final PabalCommand pabal;

    ClusterCommand(PabalCommand pabal) {
        this.pabal = pabal;
    }

    @Command(name = "init")
    int init(@Parameters(paramLabel = "NAME", arity = "0..1", defaultValue = "") String name) {
        return pabal.run(
                "cluster.init",
                Map.of("name", name),
                (result, out) ->
                        out.println(pabal.say("cluster.begun", result.path("name").asString())));
    }

    /// The token alone on standard output, so that it can be piped.
    @Command(name = "invite")
    int invite(
            @Parameters(paramLabel = "NAME") String name,
            @Option(names = "--address", paramLabel = "HOST", defaultValue = "") String address,
            @Option(names = "--expires", paramLabel = "TIME", defaultValue = "1h") String expires) {
        return pabal.run(
                "cluster.invite",
                Map.of("name", name, "address", address, "expires", expires),
                (result, out) -> out.println(result.path("token").asString()));
    }

    @Command(name = "join")
    int join(
            @Parameters(paramLabel = "TOKEN") String token,
            @Option(names = "--name", paramLabel = "NAME", defaultValue = "") String name)
            throws IOException {
        String given = token.equals("-") ? pabal.readPassword(true).orElse("") : token;
        return pabal.run(
                "cluster.join",
                Map.of("token", given, "name", name),
                (result, out) ->
                        out.println(
                                pabal.say(
                                        "cluster.joined",
                                        result.path("name").asString(),
                                        words(result.path("hosts")))));
    }

    @Command(name = "list")
    int list() {
        return pabal.run("cluster.list", Map.of(), this::show);
    }

    private void show(JsonNode result, PrintWriter out) {
        standing(result, out);
        for (JsonNode host : result.path("hosts")) {
            List<String> services = new ArrayList<>();
            host.path("services")
                    .properties()
                    .forEach(
                            each -> services.add(each.getKey() + ":" + each.getValue().asString()));
            out.println(
                    host.path("name").asString()
                            + "\t"
                            + host.path("address").asString()
                            + "\t"
                            + pabal.say("cluster." + standing(host))
                            + "\t"
                            + String.join(" ", services));
        }
    }

    private void standing(JsonNode result, PrintWriter out) {
        if (result.path("removed").asBoolean()) {
            out.println(pabal.say("cluster.was-removed"));
        } else if (!result.path("member").asBoolean()) {
            out.println(pabal.say("cluster.no-member"));
        }
    }

    private static String standing(JsonNode host) {
        return host.path("self").asBoolean()
                ? "self"
                : host.path("joined").asBoolean()
                        ? "member"
                        : host.path("kind").asString().equals("lmtp") ? "other" : "declared";
    }

    /// 0 when every host is reached, 69 when one is not.
    @Command(name = "status")
    int status() {
        return pabal.run("cluster.status", Map.of(), this::showStatus, ClusterCommand::exitCode);
    }

    private void showStatus(JsonNode result, PrintWriter out) {
        standing(result, out);
        if (result.has("authority")) {
            out.println(
                    pabal.say(
                            "cluster.standing",
                            result.path("self").asString(),
                            result.path("authority").asString(),
                            result.path("version").asString(),
                            result.path("certificateEnds").asString()));
        }
        for (JsonNode host : result.path("hosts")) {
            if (!host.path("self").asBoolean()) {
                out.println(host.path("name").asString() + "\t" + line(host));
            }
        }
    }

    private String line(JsonNode host) {
        String queued = pabal.say("cluster.queued", host.path("queued").asString());
        if (!host.has("reachable")) {
            return pabal.say("cluster." + standing(host)) + ", " + queued;
        }
        return host.path("reachable").asBoolean()
                ? pabal.say(
                                "cluster.reached",
                                host.path("program").asString(),
                                host.path("version").asString())
                        + ", "
                        + queued
                : pabal.say("cluster.away", host.path("trouble").asString(), since(host))
                        + ", "
                        + queued;
    }

    private String since(JsonNode host) {
        String reached = host.path("reached").asString();
        return reached.isEmpty() ? pabal.say("cluster.never") : reached;
    }

    private static int exitCode(JsonNode result) {
        for (JsonNode host : result.path("hosts")) {
            if (host.has("reachable") && !host.path("reachable").asBoolean()) {
                return ExitCode.UNAVAILABLE;
            }
        }
        return ExitCode.DONE;
    }

    @Command(name = "remove")
    int remove(@Parameters(paramLabel = "NAME") String name) {
        return pabal.run(
                "cluster.remove",
                Map.of("name", name),
                (result, out) -> {
                    out.println(
                            pabal.say(
                                    "cluster.removed",
                                    result.path("name").asString(),
                                    words(result.path("told"))));
                    if (!result.path("away").isEmpty()) {
                        out.println(pabal.say("cluster.not-told", words(result.path("away"))));
                    }
                });
    }

    @Command(name = "renew")
    int renew() {
        return pabal.run(
                "cluster.renew",
                Map.of(),
                (result, out) ->
                        out.println(
                                pabal.say(
                                        "cluster.renewed",
                                        result.path("certificateEnds").asString())));
    }

    private static String words(JsonNode list) {
        List<String> words = new ArrayList<>();
        list.forEach(each -> words.add(each.asString()));
        return words.isEmpty() ? "-" : String.join(", ", words);
    }
}
