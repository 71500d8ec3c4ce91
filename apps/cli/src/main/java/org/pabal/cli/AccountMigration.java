// SPDX-License-Identifier: Apache-2.0
package org.pabal.cli;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.pabal.cli.Administration.Answer;
import org.pabal.cli.migration.Migrated;
import org.pabal.cli.migration.Migrated.Secret;
import tools.jackson.databind.JsonNode;

/// Hands what was read of another server's people to the administration, accounts as they come and
/// aliases after all of them, and keeps account of it.
///
/// Nothing is undone when it stops halfway: made once more, it finds what is there already.
final class AccountMigration {
    private final PabalCommand pabal;
    private final Administration administration;
    private final String file;
    private final boolean addDomains;
    private final boolean dryRun;

    private final Map<String, Integer> counts = new LinkedHashMap<>();
    private final List<String> left = new ArrayList<>();
    private final Set<String> seen = new HashSet<>();
    private final Deque<Alias> aliases = new ArrayDeque<>();
    private boolean refused;

    private record Alias(
            int line, String address, List<String> targets, String owner, String senders) {}

    /// The server does not answer any more.
    static final class Lost extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Lost(String reason) {
            super(reason);
        }
    }

    /// @param file as it is named in what is told
    AccountMigration(
            PabalCommand pabal,
            Administration administration,
            String file,
            boolean addDomains,
            boolean dryRun) {
        this.pabal = pabal;
        this.administration = administration;
        this.file = file;
        this.addDomains = addDomains;
        this.dryRun = dryRun;
        for (String count : new String[] {"accounts", "aliases", "here", "other", "left"}) {
            counts.put(count, 0);
        }
    }

    /// @throws Lost when the server is gone
    void take(Migrated record) {
        switch (record) {
            case Migrated.Account account -> take(account);
            case Migrated.Group group -> {
                group.notes().forEach(note -> tell(group.line(), group.address(), note));
                aliases.add(
                        new Alias(
                                group.line(),
                                group.address(),
                                group.targets(),
                                group.owner().orElse(""),
                                group.senders()));
            }
            case Migrated.Left(int line, String what, String reason) -> leave(line, what, reason);
            case Migrated.Other _ -> count("other");
        }
    }

    private void take(Migrated.Account account) {
        String address = account.address().toLowerCase(Locale.ROOT);
        if (!seen.add(address)) {
            leave(account.line(), account.address(), pabal.say("import.twice"));
            return;
        }
        account.notes().forEach(note -> tell(account.line(), address, note));
        Map<String, Object> arguments = new HashMap<>();
        arguments.put("address", account.address());
        switch (account.secret()) {
            case Secret.Clear(String password) -> {
                arguments.put("secretKind", "clear");
                arguments.put("secret", password);
            }
            case Secret.Hash(String stored) -> {
                arguments.put("secretKind", "hash");
                arguments.put("secret", stored);
            }
            case Secret.Missing _ -> arguments.put("secretKind", "");
        }
        arguments.put("name", account.name());
        arguments.put("language", account.profile().language());
        arguments.put("quotaOctets", account.profile().quotaOctets());
        arguments.put("quotaMessages", account.profile().quotaMessages());
        arguments.put("role", account.profile().role());
        arguments.put("host", account.profile().host());
        arguments.put("disabled", !account.profile().enabled());
        if (call("account.import", arguments, account.line(), address, "accounts")) {
            account.names()
                    .forEach(name ->
                            aliases.add(
                                    new Alias(
                                            account.line(),
                                            name,
                                            List.of(account.address()),
                                            "",
                                            "")));
        }
    }

    /// Aliases may lead to aliases that come later: those that are refused get another try as long
    /// as there is any progress.
    void finish() {
        boolean progress = true;
        while (progress && !aliases.isEmpty()) {
            progress = false;
            Deque<Alias> again = new ArrayDeque<>();
            for (Alias alias : aliases) {
                if (outcome(alias).path("outcome").asString().equals("refused")) {
                    again.add(alias);
                } else {
                    progress = true;
                }
            }
            aliases.clear();
            aliases.addAll(again);
        }
        for (Alias alias : aliases) {
            leave(alias.line(), alias.address(), reason(outcome(alias)));
        }
    }

    private JsonNode outcome(Alias alias) {
        JsonNode result =
                answer(
                        "alias.import",
                        Map.of(
                                "alias",
                                alias.address(),
                                "targets",
                                alias.targets(),
                                "owner",
                                alias.owner(),
                                "senders",
                                alias.senders(),
                                "addDomain",
                                addDomains,
                                "dryRun",
                                dryRun));
        String outcome = result.path("outcome").asString();
        if (outcome.equals("added")) {
            count("aliases");
        } else if (outcome.equals("here")) {
            count("here");
        } // else told once there is no other try
        return result;
    }

    /// @return whether the account is here now
    private boolean call(
            String operation,
            Map<String, Object> arguments,
            int line,
            String what,
            String counted) {
        arguments.put("addDomain", addDomains);
        arguments.put("dryRun", dryRun);
        JsonNode result = answer(operation, arguments);
        return switch (result.path("outcome").asString()) {
            case "added" -> {
                count(counted);
                result.path("notes").forEach(note -> tell(line, what, note.asString()));
                yield true;
            }
            case "here" -> {
                count("here");
                yield true;
            }
            default -> {
                leave(line, what, reason(result));
                yield false;
            }
        };
    }

    private static String reason(JsonNode result) {
        return result.path("notes").path(0).asString();
    }

    private JsonNode answer(String operation, Map<String, Object> arguments) {
        return switch (administration.call(operation, arguments)) {
            case Answer.Done(JsonNode result) -> result;
            case Answer.Refused(String reason) -> throw new Lost(reason);
            case Answer.Unavailable(String reason) -> throw new Lost(reason);
        };
    }

    private void count(String what) {
        counts.merge(what, 1, Integer::sum);
    }

    private void leave(int line, String what, String reason) {
        count("left");
        refused = true;
        tell(line, what, reason);
    }

    private void tell(int line, String what, String reason) {
        String text = file + ":" + line + ": " + what + ": " + reason;
        left.add(text);
        if (!pabal.json()) {
            pabal.context().err().println(pabal.say("import.left", text));
            pabal.context().err().flush();
        }
    }

    Map<String, Object> result() {
        Map<String, Object> result = new LinkedHashMap<>(counts);
        result.put("notTaken", left);
        result.put("dryRun", dryRun);
        return result;
    }

    private int counted(String what) {
        return counts.getOrDefault(what, 0);
    }

    String summary() {
        return pabal.say(
                dryRun ? "import.would" : "import.done",
                counted("accounts"),
                counted("aliases"),
                counted("here"),
                counted("other"),
                counted("left"));
    }

    int exitCode() {
        return refused ? ExitCode.REFUSED : ExitCode.DONE;
    }
}
