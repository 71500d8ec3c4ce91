// SPDX-License-Identifier: Apache-2.0
package org.pabal.cli;

import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// `pabal domain`: the domains of this server.
@Command(name = "domain")
final class DomainCommand {
    private final PabalCommand pabal;

    DomainCommand(PabalCommand pabal) {
        this.pabal = pabal;
    }

    @Command(name = "add")
    int add(@Parameters(paramLabel = "DOMAIN") String domain) {
        return pabal.run(
                "domain.add",
                Map.of("domain", domain),
                (result, out) ->
                        out.println(pabal.say("domain.added", result.get("domain").asString())));
    }

    @Command(name = "list")
    int list() {
        return pabal.run(
                "domain.list",
                Map.of(),
                (result, out) -> result.forEach(domain -> out.println(domain.asString())));
    }

    @Command(name = "remove")
    int remove(@Parameters(paramLabel = "DOMAIN") String domain) {
        return pabal.run(
                "domain.remove",
                Map.of("domain", domain),
                (result, out) -> out.println(pabal.say("domain.removed", domain)));
    }
}
