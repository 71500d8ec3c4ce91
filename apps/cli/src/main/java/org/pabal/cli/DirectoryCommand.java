// SPDX-License-Identifier: Apache-2.0
package org.pabal.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/// `pabal directory`: the directories besides the built-in one.
@Command(name = "directory")
final class DirectoryCommand {
    private final PabalCommand pabal;

    DirectoryCommand(PabalCommand pabal) {
        this.pabal = pabal;
    }

    @Command(name = "list")
    int list() {
        return pabal.run("directory.status", Map.of(), this::list);
    }

    private void list(JsonNode directories, PrintWriter out) {
        if (directories.isEmpty()) {
            out.println(pabal.say("directory.none"));
        }
        directories.forEach(
                each -> out.println(each.path("name").asString() + "\t" + domains(each)));
    }

    private static String domains(JsonNode directory) {
        StringBuilder domains = new StringBuilder();
        directory
                .path("domains")
                .forEach(domain ->
                        domains.append(domains.isEmpty() ? "" : ", ").append(domain.asString()));
        return domains.toString();
    }

    /// 0 when all answer, 69 when one does not.
    @Command(name = "status")
    int status() {
        return pabal.run("directory.status", Map.of(), this::status, DirectoryCommand::statusCode);
    }

    private static int statusCode(JsonNode directories) {
        for (JsonNode each : directories) {
            if (!each.path("trouble").asString().isEmpty()) {
                return ExitCode.UNAVAILABLE;
            }
        }
        return ExitCode.DONE;
    }

    private void status(JsonNode directories, PrintWriter out) {
        if (directories.isEmpty()) {
            out.println(pabal.say("directory.none"));
        }
        for (JsonNode each : directories) {
            String trouble = each.path("trouble").asString();
            out.println(
                    pabal.say(
                            trouble.isEmpty() ? "directory.answers" : "directory.silent",
                            each.path("name").asString(),
                            domains(each),
                            trouble));
            each.path("health").forEach(line -> out.println("  " + line.asString()));
            out.println(
                    "  "
                            + pabal.say(
                                    "directory.counts",
                                    each.path("asked").asString(),
                                    each.path("hits").asString(),
                                    each.path("failures").asString(),
                                    each.path("stale").asString()));
        }
    }

    /// 0 when every step passes, 1 when one fails.
    @Command(name = "check")
    int check(
            @Parameters(index = "0", paramLabel = "NAME") String name,
            @Parameters(index = "1", paramLabel = "ADDRESS", arity = "0..1", defaultValue = "")
                    String address) {
        return pabal.run(
                "directory.check",
                Map.of("name", name, "address", address),
                this::steps,
                result -> result.path("passed").asBoolean() ? ExitCode.DONE : ExitCode.REFUSED);
    }

    private void steps(JsonNode result, PrintWriter out) {
        for (JsonNode step : result.path("steps")) {
            out.println(
                    pabal.say(
                            step.path("passed").asBoolean()
                                    ? "directory.step-passed"
                                    : "directory.step-failed",
                            step.path("name").asString(),
                            step.path("finding").asString()));
        }
    }

    @Command(name = "find")
    int find(@Parameters(paramLabel = "ADDRESS") String address) {
        return pabal.run("directory.find", Map.of("address", address), this::found);
    }

    private void found(JsonNode found, PrintWriter out) {
        String directory = found.path("directory").asString();
        out.println(
                directory.isEmpty()
                        ? pabal.say("directory.found-here", found.path("here").asString())
                        : pabal.say(
                                "directory.found",
                                directory,
                                found.path("there").asString(),
                                found.path("here").asString()));
        if (!found.path("key").isMissingNode()) {
            for (String field :
                    new String[] {
                        "key",
                        "locator",
                        "name",
                        "enabled",
                        "role",
                        "host",
                        "quota",
                        "quotaMessages",
                        "number"
                    }) {
                out.println("  " + field + "\t" + found.path(field).asString());
            }
        }
    }

    /// 0 when it is let in, 1 when it is not.
    @Command(name = "test-login")
    int testLogin(
            @Parameters(paramLabel = "ADDRESS") String address,
            @Option(names = "--password-stdin") boolean passwordFromStandardInput)
            throws IOException {
        Optional<String> password = pabal.readPassword(passwordFromStandardInput);
        if (password.isEmpty()) {
            return ExitCode.USAGE;
        }
        return pabal.run(
                "directory.test-login",
                Map.of("address", address, "password", password.get()),
                (result, out) ->
                        out.println(
                                result.path("right").asBoolean()
                                        ? pabal.say(
                                                "directory.let-in",
                                                result.path("account").asString())
                                        : pabal.say(
                                                "directory.not-let-in",
                                                result.path("reason").asString())),
                result -> result.path("right").asBoolean() ? ExitCode.DONE : ExitCode.REFUSED);
    }

    @Command(name = "flush")
    int flush(@Parameters(paramLabel = "NAME", arity = "0..1", defaultValue = "") String name) {
        Map<String, Object> arguments = new HashMap<>();
        arguments.put("name", name);
        return pabal.run(
                "directory.flush",
                arguments,
                (result, out) ->
                        out.println(
                                pabal.say("directory.flushed", result.path("flushed").asString())));
    }

    @Command(name = "forgotten")
    int forgotten() {
        return pabal.run(
                "directory.forgotten",
                Map.of(),
                (result, out) ->
                        result.forEach(each ->
                                out.println(
                                        each.path("number").asString()
                                                + "\t"
                                                + each.path("address").asString()
                                                + "\t"
                                                + each.path("directory").asString()
                                                + "\t"
                                                + each.path("reason").asString())));
    }

    @Command(name = "forget")
    int forget(@Parameters(paramLabel = "NUMBER") String number) {
        return pabal.run(
                "directory.forget",
                Map.of("number", number),
                (result, out) ->
                        out.println(
                                pabal.say("directory.gone", result.path("address").asString())));
    }
}
