// SPDX-License-Identifier: Apache-2.0
package org.pabal.cli;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/// `pabal alias`: addresses that lead to others.
@Command(name = "alias")
final class AliasCommand {
    private final PabalCommand pabal;

    AliasCommand(PabalCommand pabal) {
        this.pabal = pabal;
    }

    @Command(name = "add")
    int add(
            @Parameters(paramLabel = "ALIAS") String alias,
            @Parameters(paramLabel = "TARGET", arity = "1..*") List<String> targets,
            @Option(names = "--owner", paramLabel = "ADDRESS", defaultValue = "") String owner) {
        return pabal.run(
                "alias.add",
                Map.of("alias", alias, "targets", targets, "owner", owner),
                (result, out) ->
                        out.println(pabal.say("alias.added", alias, String.join(", ", targets))));
    }

    @Command(name = "list")
    int list() {
        return pabal.run(
                "alias.list",
                Map.of(),
                (result, out) ->
                        result.forEach(alias ->
                                out.println(
                                        alias.get("alias").asString()
                                                + "\t"
                                                + joined(alias.get("targets"))
                                                + owner(alias)
                                                + own(alias))));
    }

    /// Of one that a person has made of the own accord.
    private String own(JsonNode alias) {
        if (!alias.has("made")) {
            return "";
        }
        String more = "\t" + pabal.say("alias.own");
        if (alias.has("givenUp")) {
            return more + ", " + pabal.say("alias.own-given-up", alias.get("givenUp").asString());
        }
        String off = alias.has("off") ? ", " + pabal.say("alias.own-off") : "";
        return alias.has("expires")
                ? more + off + ", " + pabal.say("alias.own-until", alias.get("expires").asString())
                : more + off;
    }

    private static String owner(JsonNode alias) {
        return alias.has("owner") ? "\t" + alias.get("owner").asString() : "";
    }

    private static String joined(JsonNode targets) {
        return targets.valueStream().map(JsonNode::asString).collect(Collectors.joining(", "));
    }

    @Command(name = "remove")
    int remove(@Parameters(paramLabel = "ALIAS") String alias) {
        return pabal.run(
                "alias.remove",
                Map.of("alias", alias),
                (result, out) -> out.println(pabal.say("alias.removed", alias)));
    }
}
