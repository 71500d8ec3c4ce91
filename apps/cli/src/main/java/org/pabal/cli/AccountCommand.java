// SPDX-License-Identifier: Apache-2.0
package org.pabal.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/// `pabal account`: who has mailboxes here.
@Command(
        name = "account",
        subcommands = {AppPasswordCommand.class, AccountImportCommand.class, WebhooksCommand.class})
final class AccountCommand {
    private static final List<String> LIMITS =
            List.of("mailsPerHour", "recipientsPerDay", "sessions", "messageOctets");

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
            @Option(names = "--lang", paramLabel = "ko|en", defaultValue = "en") String language,
            @Option(names = "--host", paramLabel = "HOST", defaultValue = "") String host)
            throws IOException {
        Optional<String> password = pabal.readPassword(passwordFromStandardInput);
        if (password.isEmpty()) {
            return ExitCode.USAGE;
        }
        Map<String, Object> arguments = new HashMap<>();
        arguments.put("host", host);
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

    @Command(name = "show")
    int show(@Parameters(paramLabel = "ADDRESS") String address) {
        return pabal.run(
                "account.show",
                Map.of("address", address),
                (result, out) -> new AccountDetails(pabal).print(result, out));
    }

    @Command(name = "set")
    int set(
            @Parameters(paramLabel = "ADDRESS") String address,
            @Option(names = "--name", paramLabel = "TEXT") String name,
            @Option(names = "--lang", paramLabel = "ko|en", defaultValue = "") String language,
            @Option(names = "--enabled", paramLabel = "true|false", defaultValue = "")
                    String enabled) {
        Map<String, Object> arguments = new HashMap<>();
        arguments.put("address", address);
        arguments.put("language", language);
        arguments.put("enabled", enabled);
        if (name != null) {
            arguments.put("name", name); // an empty one takes it away
        }
        return pabal.run(
                "account.set",
                arguments,
                (result, out) -> out.println(pabal.say("account.changed", address)));
    }

    @Command(name = "enable")
    int enable(@Parameters(paramLabel = "ADDRESS") String address) {
        return pabal.run(
                "account.set",
                Map.of("address", address, "enabled", "true"),
                (result, out) -> out.println(pabal.say("account.enabled", address)));
    }

    @Command(name = "disable")
    int disable(@Parameters(paramLabel = "ADDRESS") String address) {
        return pabal.run(
                "account.set",
                Map.of("address", address, "enabled", "false"),
                (result, out) -> out.println(pabal.say("account.disabled", address)));
    }

    @Command(name = "rename")
    int rename(
            @Parameters(paramLabel = "OLD") String address,
            @Parameters(paramLabel = "NEW") String to,
            @Option(names = "--no-alias") boolean noAlias) {
        return pabal.run(
                "account.rename",
                Map.of("address", address, "to", to, "alias", !noAlias),
                (result, out) ->
                        out.println(
                                pabal.say(
                                        noAlias ? "account.renamed" : "account.renamed-alias",
                                        address,
                                        result.get("address").asString())));
    }

    @Command(name = "role")
    int role(
            @Parameters(paramLabel = "ADDRESS") String address,
            @Parameters(paramLabel = "user|domain-administrator|administrator") String role) {
        return pabal.run(
                "account.role",
                Map.of("address", address, "role", role),
                (result, out) -> out.println(pabal.say("account.role-set", address, role)));
    }

    @Command(name = "login")
    int login(
            @Parameters(paramLabel = "ADDRESS") String address,
            @Parameters(paramLabel = "any|app-passwords-only") String rule) {
        return pabal.run(
                "account.login",
                Map.of("address", address, "rule", rule),
                (result, out) -> {
                    boolean only = rule.equals("app-passwords-only");
                    out.println(
                            pabal.say(only ? "account.login-app" : "account.login-any", address));
                    if (only && result.get("appPasswords").asInt() == 0) {
                        out.println(pabal.say("account.login-none", address));
                    }
                });
    }

    @Command(name = "sessions")
    int sessions(
            @Parameters(paramLabel = "ADDRESS") String address,
            @Option(names = "--end", paramLabel = "ID", defaultValue = "") String id,
            @Option(names = "--end-all") boolean all) {
        if (id.isEmpty() && !all) {
            return pabal.run(
                    "account.sessions.list",
                    Map.of("address", address),
                    (result, out) -> result.forEach(each -> out.println(session(each))));
        }
        return pabal.run(
                "account.sessions.end",
                Map.of("address", address, "id", all ? "" : id),
                (result, out) ->
                        out.println(
                                pabal.say(
                                        "account.sessions-ended",
                                        result.get("ended").asInt(),
                                        address)));
    }

    /// Id, browser, address, when it signed in and asked last.
    private String session(JsonNode session) {
        return String.join(
                "\t",
                session.get("id").asString(),
                session.get("device").asString(),
                session.get("address").asString(),
                pabal.time(session.get("made")),
                pabal.time(session.get("seen")));
    }

    @Command(name = "second-factor")
    int secondFactor(
            @Parameters(paramLabel = "ADDRESS") String address,
            @Parameters(paramLabel = "require|optional", arity = "0..1", defaultValue = "")
                    String rule,
            @Option(names = "--off") boolean off) {
        if (!rule.isEmpty()) {
            return pabal.run(
                    "account.second-factor.demand",
                    Map.of("address", address, "rule", rule, "off", off),
                    (result, out) -> show(address, result, out));
        }
        return pabal.run(
                off ? "account.second-factor.off" : "account.second-factor.show",
                Map.of("address", address),
                (result, out) -> show(address, result, out));
    }

    private void show(String address, JsonNode result, PrintWriter out) {
        out.println(
                result.get("on").asBoolean()
                        ? pabal.say(
                                "account.second-factor-on",
                                address,
                                result.get("recoveryCodes").asInt(),
                                result.get("passkeys").asInt(),
                                result.get("authenticator").asBoolean() ? 1 : 0)
                        : pabal.say("account.second-factor-none", address));
        if (result.get("demanded").asBoolean()) {
            out.println(pabal.say("account.second-factor-demanded", address));
            if (!result.get("onlyAppPasswords").asBoolean()) {
                out.println(pabal.say("account.second-factor-programs", address));
            }
        }
    }

    @Command(name = "limits")
    int limits(
            @Parameters(paramLabel = "ADDRESS") String address,
            @Option(names = "--mails-per-hour", paramLabel = "NUMBER|none", defaultValue = "")
                    String mailsPerHour,
            @Option(names = "--recipients-per-day", paramLabel = "NUMBER|none", defaultValue = "")
                    String recipientsPerDay,
            @Option(names = "--sessions", paramLabel = "NUMBER|none", defaultValue = "")
                    String sessions,
            @Option(names = "--message-size", paramLabel = "SIZE|none", defaultValue = "")
                    String messageSize) {
        return pabal.run(
                "account.limits",
                Map.of(
                        "address",
                        address,
                        "mailsPerHour",
                        mailsPerHour,
                        "recipientsPerDay",
                        recipientsPerDay,
                        "sessions",
                        sessions,
                        "messageOctets",
                        messageSize),
                (result, out) -> {
                    for (String limit : LIMITS) {
                        out.println(
                                pabal.say("account.show." + limit)
                                        + ": "
                                        + (result.has(limit)
                                                ? result.get(limit).asString()
                                                : pabal.say("account.of-settings")));
                    }
                });
    }

    @Command(name = "remove")
    int remove(@Parameters(paramLabel = "ADDRESS") String address) {
        return pabal.run(
                "account.remove",
                Map.of("address", address),
                (result, out) -> {
                    out.println(pabal.say("account.removed", address));
                    if (result.has("host")) {
                        String host = result.get("host").asString();
                        out.println(pabal.say("account.removed-here", address, host));
                    }
                });
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

    /// HOST, or one of the options.
    @Command(name = "move")
    int move(
            @Parameters(paramLabel = "ADDRESS") String address,
            @Parameters(paramLabel = "HOST", arity = "0..1", defaultValue = "") String host,
            @Option(names = "--cancel") boolean cancel,
            @Option(names = "--resume") boolean resume) {
        int given = (host.isEmpty() ? 0 : 1) + (cancel ? 1 : 0) + (resume ? 1 : 0);
        if (given != 1) {
            return pabal.refuse("usage", pabal.say("account.move-what"), ExitCode.USAGE);
        }
        if (cancel || resume) {
            return pabal.run(
                    cancel ? "account.move-cancel" : "account.move-resume",
                    Map.of("address", address),
                    (result, out) ->
                            out.println(
                                    pabal.say(
                                            cancel
                                                    ? "account.move-cancelled"
                                                    : "account.move-resumed",
                                            address)));
        }
        return pabal.run(
                "account.move",
                Map.of("address", address, "host", host),
                (result, out) -> out.println(pabal.say("account.move-begun", address, host)));
    }

    @Command(name = "moves")
    int moves() {
        return pabal.run(
                "account.moves",
                Map.of(),
                (result, out) -> {
                    if (result.isEmpty()) {
                        out.println(pabal.say("account.no-moves"));
                    }
                    result.forEach(move -> show(move, out));
                });
    }

    private void show(JsonNode move, PrintWriter out) {
        String state = move.path("state").asString();
        out.println(
                pabal.say(
                        "account.move-" + move.path("direction").asString(),
                        move.path("address").asString(),
                        move.path("host").asString(),
                        pabal.say("account.move-state." + state),
                        move.path("changed").asString()));
        if (move.path("octets").asLong() > 0) {
            out.println(
                    "  "
                            + pabal.say(
                                    "account.move-sent",
                                    move.path("messages").asLong(),
                                    move.path("ofMessages").asLong(),
                                    move.path("octets").asLong(),
                                    move.path("frozenMillis").asLong()));
        }
        if (!move.path("trouble").asString().isEmpty()) {
            out.println("  " + pabal.say("account.move-trouble", move.path("trouble").asString()));
        }
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
