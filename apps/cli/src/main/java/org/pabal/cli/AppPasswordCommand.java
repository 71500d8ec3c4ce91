// SPDX-License-Identifier: Apache-2.0
package org.pabal.cli;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/// `pabal account app-password`: further passwords of an account, each for one program or device.
@Command(name = "app-password")
final class AppPasswordCommand {
    private final PabalCommand pabal;

    AppPasswordCommand(PabalCommand pabal) {
        this.pabal = pabal;
    }

    @Command(name = "add")
    int add(
            @Parameters(paramLabel = "ADDRESS") String address,
            @Option(names = "--name", paramLabel = "TEXT", required = true) String name,
            @Option(names = "--scope", paramLabel = "SERVICE", split = ",") List<String> scope,
            @Option(names = "--expires", paramLabel = "TIME", defaultValue = "") String expires) {
        Map<String, Object> arguments = new HashMap<>();
        arguments.put("address", address);
        arguments.put("name", name);
        arguments.put("scope", scope == null ? List.of() : scope);
        arguments.put("validFor", expires);
        return pabal.run(
                "account.app-password.add",
                arguments,
                (result, out) -> {
                    out.println(result.get("password").asString());
                    out.println(pabal.say("app-password.added", name, address));
                });
    }

    @Command(name = "list")
    int list(@Parameters(paramLabel = "ADDRESS") String address) {
        return pabal.run(
                "account.app-password.list",
                Map.of("address", address),
                (result, out) -> result.forEach(each -> out.println(line(each))));
    }

    /// Name, services, and when it was used and ends.
    String line(JsonNode password) {
        String scope =
                password.get("scope")
                        .valueStream()
                        .map(JsonNode::asString)
                        .collect(Collectors.joining(","));
        return String.join(
                "\t",
                password.get("name").asString(),
                scope,
                password.has("lastUsed")
                        ? pabal.say("app-password.used", password.get("lastUsed").asString())
                        : pabal.say("app-password.unused"),
                password.has("expires")
                        ? pabal.say("app-password.expires", pabal.time(password.get("expires")))
                        : pabal.say("app-password.lasts"));
    }

    @Command(name = "revoke")
    int revoke(
            @Parameters(paramLabel = "ADDRESS") String address,
            @Parameters(paramLabel = "NAME") String name) {
        return pabal.run(
                "account.app-password.revoke",
                Map.of("address", address, "name", name),
                (result, out) -> out.println(pabal.say("app-password.revoked", name, address)));
    }
}
