// SPDX-License-Identifier: Apache-2.0
package org.pabal.cli;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/// `pabal domain`: the domains of this server.
@Command(name = "domain")
final class DomainCommand {
    private static final List<String> FACTS =
            List.of(
                    "domain",
                    "asciiName",
                    "accounts",
                    "aliases",
                    "groups",
                    "otherNames",
                    "administrators",
                    "everyOther");

    private final PabalCommand pabal;

    DomainCommand(PabalCommand pabal) {
        this.pabal = pabal;
    }

    @Command(name = "add")
    int add(
            @Parameters(paramLabel = "DOMAIN") String domain,
            @Option(names = "--alias-of", paramLabel = "DOMAIN", defaultValue = "")
                    String aliasOf) {
        return pabal.run(
                "domain.add",
                Map.of("domain", domain, "aliasOf", aliasOf),
                (result, out) -> out.println(added(result)));
    }

    private String added(JsonNode result) {
        String domain = result.get("domain").asString();
        return result.has("aliasOf")
                ? pabal.say("domain.alias-added", domain, result.get("aliasOf").asString())
                : pabal.say("domain.added", domain);
    }

    @Command(name = "list")
    int list() {
        return pabal.run(
                "domain.list",
                Map.of(),
                (result, out) -> result.forEach(domain -> out.println(shown(domain))));
    }

    private static String shown(JsonNode domain) {
        return domain.isObject()
                ? domain.get("alias").asString() + "\t" + domain.get("of").asString()
                : domain.asString();
    }

    @Command(name = "show")
    int show(@Parameters(paramLabel = "DOMAIN") String domain) {
        return pabal.run(
                "domain.show",
                Map.of("domain", domain),
                (result, out) -> {
                    for (String fact : FACTS) {
                        if (result.has(fact)) {
                            values(result.get(fact))
                                    .forEach(value ->
                                            out.println(
                                                    pabal.say("domain.show." + fact)
                                                            + ": "
                                                            + value));
                        }
                    }
                });
    }

    private static Stream<String> values(JsonNode fact) {
        return fact.isArray()
                ? fact.valueStream().map(JsonNode::asString)
                : Stream.of(fact.asString());
    }

    @Command(name = "records")
    int records(@Parameters(paramLabel = "DOMAIN") String domain) {
        return pabal.run(
                "domain.records",
                Map.of("domain", domain),
                (result, out) ->
                        result.path("lines").forEach(line -> out.println(line.asString())));
    }

    @Command(name = "remove")
    int remove(@Parameters(paramLabel = "DOMAIN") String domain) {
        return pabal.run(
                "domain.remove",
                Map.of("domain", domain),
                (result, out) -> out.println(pabal.say("domain.removed", domain)));
    }
}
