// SPDX-License-Identifier: Apache-2.0
package org.pabal.cli;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/// `pabal account`: who has mailboxes here.
@Command(name = "account")
final class AccountCommand {
    private final PabalCommand pabal;

    AccountCommand(PabalCommand pabal) {
        this.pabal = pabal;
    }

    @Command(name = "add")
    int add(
            @Parameters(paramLabel = "ADDRESS") String address,
            @Option(names = "--password-stdin") boolean passwordFromStandardInput,
            @Option(names = "--quota", paramLabel = "SIZE", defaultValue = "") String quota,
            @Option(names = "--quota-messages", paramLabel = "NUMBER", defaultValue = "")
                    String quotaMessages,
            @Option(names = "--name", paramLabel = "TEXT", defaultValue = "") String name,
            @Option(names = "--lang", paramLabel = "ko|en", defaultValue = "en") String language)
            throws IOException {
        Optional<String> password = pabal.readPassword(passwordFromStandardInput);
        if (password.isEmpty()) {
            return ExitCode.USAGE;
        }
        Map<String, Object> arguments = new HashMap<>();
        arguments.put("address", address);
        arguments.put("password", password.get());
        arguments.put("quota", quota);
        arguments.put("quotaMessages", quotaMessages);
        arguments.put("name", name);
        arguments.put("language", language);
        return pabal.run(
                "account.add",
                arguments,
                (result, out) ->
                        out.println(pabal.say("account.added", result.get("address").asString())));
    }

    @Command(name = "list")
    int list() {
        return pabal.run(
                "account.list",
                Map.of(),
                (result, out) ->
                        result.forEach(account ->
                                out.println(
                                        account.get("address").asString()
                                                + "\t"
                                                + account.get("name").asString())));
    }

    @Command(name = "remove")
    int remove(@Parameters(paramLabel = "ADDRESS") String address) {
        return pabal.run(
                "account.remove",
                Map.of("address", address),
                (result, out) -> out.println(pabal.say("account.removed", address)));
    }

    @Command(name = "quota")
    int quota(
            @Parameters(paramLabel = "ADDRESS") String address,
            @Option(names = "--quota", paramLabel = "SIZE|none", defaultValue = "") String quota,
            @Option(names = "--quota-messages", paramLabel = "NUMBER|none", defaultValue = "")
                    String quotaMessages) {
        return pabal.run(
                "account.quota",
                Map.of("address", address, "quota", quota, "quotaMessages", quotaMessages),
                (result, out) -> {
                    out.println(used("account.quota-octets", result, "usedOctets", "quota"));
                    out.println(
                            used("account.quota-messages", result, "messages", "quotaMessages"));
                });
    }

    private String used(String key, JsonNode result, String used, String limit) {
        long most = result.get(limit).asLong();
        return pabal.say(
                key, result.get(used).asLong(), most == 0 ? pabal.say("account.no-limit") : most);
    }

    @Command(name = "grant")
    int grant(
            @Parameters(paramLabel = "ADDRESS") String address,
            @Parameters(paramLabel = "SEND-AS") String sendAs) {
        return pabal.run(
                "account.grant",
                Map.of("address", address, "sendAs", sendAs),
                (result, out) -> out.println(pabal.say("account.granted", address, sendAs)));
    }

    @Command(name = "revoke")
    int revoke(
            @Parameters(paramLabel = "ADDRESS") String address,
            @Parameters(paramLabel = "SEND-AS") String sendAs) {
        return pabal.run(
                "account.revoke",
                Map.of("address", address, "sendAs", sendAs),
                (result, out) -> out.println(pabal.say("account.revoked", address, sendAs)));
    }

    @Command(name = "grants")
    int grants() {
        return pabal.run(
                "account.grants",
                Map.of(),
                (result, out) ->
                        result.forEach(grant ->
                                out.println(
                                        grant.get("address").asString()
                                                + "\t"
                                                + grant.get("sendAs").asString())));
    }

    @Command(name = "passwd")
    int passwd(
            @Parameters(paramLabel = "ADDRESS") String address,
            @Option(names = "--password-stdin") boolean passwordFromStandardInput)
            throws IOException {
        Optional<String> password = pabal.readPassword(passwordFromStandardInput);
        if (password.isEmpty()) {
            return ExitCode.USAGE;
        }
        return pabal.run(
                "account.passwd",
                Map.of("address", address, "password", password.get()),
                (result, out) -> out.println(pabal.say("account.password-changed", address)));
    }
}
