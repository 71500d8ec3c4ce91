// SPDX-License-Identifier: Apache-2.0
package org.pabal.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/// `pabal spam`: the spam filter.
@Command(
        name = "spam",
        subcommands = {
            SpamCheckCommand.class,
            SpamQuarantineCommand.class,
            SpamLearnCommand.class,
            SpamUnlearnCommand.class
        })
final class SpamCommand {
    private static final int MAX_MESSAGE_OCTETS = 16 << 20;

    private final PabalCommand pabal;

    SpamCommand(PabalCommand pabal) {
        this.pabal = pabal;
    }

    /// Why a mail is where it is.
    @Command(name = "explain")
    int explain(
            @Parameters(paramLabel = "MAIL-ID|FILE", arity = "0..1", defaultValue = "") String what,
            @Option(names = "--account", paramLabel = "ADDRESS", defaultValue = "") String account,
            @Option(names = "--mailbox", paramLabel = "MAILBOX", defaultValue = "INBOX")
                    String mailbox,
            @Option(names = "--uid", paramLabel = "N", defaultValue = "") String uid) {
        Map<String, Object> arguments = new HashMap<>();
        arguments.put("language", pabal.context().messages().language());
        if (!account.isEmpty()) {
            arguments.put("account", account);
        }
        if (uid.isEmpty() == what.isEmpty() || !uid.isEmpty() && account.isEmpty()) {
            return pabal.refuse("refused", pabal.say("spam.explain-what"), ExitCode.USAGE);
        }
        if (!uid.isEmpty()) {
            arguments.put("uid", uid);
            arguments.put("mailbox", mailbox);
        } else if (Files.isRegularFile(Path.of(what))) {
            try {
                arguments.put("message", message(Path.of(what)));
            } catch (IOException unreadable) {
                return pabal.refuse(
                        "refused",
                        pabal.say("spam.unreadable", what, unreadable.toString()),
                        ExitCode.REFUSED);
            }
        } else {
            arguments.put("mail", what);
        }
        return pabal.run("spam.explain", arguments, this::show);
    }

    @Command(name = "allow")
    int allow(
            @Parameters(paramLabel = "ADDRESS|DOMAIN|*") String whose,
            @Parameters(paramLabel = "SENDER") String sender,
            @Option(names = "--note", paramLabel = "TEXT", defaultValue = "") String note,
            @Option(names = "--remove") boolean remove) {
        return entry(remove ? "unlist" : "allow", whose, sender, note);
    }

    @Command(name = "block")
    int block(
            @Parameters(paramLabel = "ADDRESS|DOMAIN|*") String whose,
            @Parameters(paramLabel = "SENDER") String sender,
            @Option(names = "--note", paramLabel = "TEXT", defaultValue = "") String note,
            @Option(names = "--remove") boolean remove) {
        return entry(remove ? "unlist" : "block", whose, sender, note);
    }

    private int entry(String what, String whose, String sender, String note) {
        return pabal.run(
                "spam." + what,
                Map.of("whose", whose, "sender", sender, "note", note),
                (result, out) ->
                        out.println(
                                pabal.say(
                                        "spam." + what,
                                        result.path("sender").asString(),
                                        whose(result))));
    }

    private String whose(JsonNode scope) {
        String whose = scope.path("whose").asString();
        return whose.equals("*") ? pabal.say("spam.everybody") : whose;
    }

    @Command(name = "threshold")
    int threshold(
            @Parameters(paramLabel = "ADDRESS|DOMAIN|*") String whose,
            @Option(names = "--junk", paramLabel = "SCORE", defaultValue = "") String junk,
            @Option(names = "--quarantine", paramLabel = "SCORE", defaultValue = "")
                    String quarantine,
            @Option(names = "--refuse", paramLabel = "SCORE", defaultValue = "") String refuse,
            @Option(names = "--default") boolean reset) {
        Map<String, Object> arguments = new HashMap<>();
        arguments.put("whose", whose);
        arguments.put("junk", junk);
        arguments.put("quarantine", quarantine);
        arguments.put("refuse", refuse);
        arguments.put("reset", reset);
        return pabal.run("spam.threshold", arguments, this::showScope);
    }

    /// What was set at run time.
    @Command(name = "list")
    int list(
            @Parameters(paramLabel = "ADDRESS|DOMAIN|*", arity = "0..1", defaultValue = "")
                    String whose) {
        return pabal.run(
                "spam.list",
                Map.of("whose", whose),
                (result, out) -> {
                    if (result.path("scopes").isEmpty()) {
                        out.println(pabal.say("spam.nothing-set"));
                    }
                    result.path("scopes").forEach(scope -> showScope(scope, out));
                });
    }

    private void showScope(JsonNode scope, PrintWriter out) {
        out.println(whose(scope));
        for (String name : List.of("junk", "quarantine", "refuse")) {
            if (scope.has(name)) {
                out.println(
                        "  " + pabal.say("spam.threshold." + name, scope.path(name).asString()));
            }
        }
        for (JsonNode entry : scope.path("entries")) {
            String note = entry.path("note").asString();
            out.println(
                    "  "
                            + pabal.say(
                                    "spam.entry." + entry.path("kind").asString(),
                                    entry.path("sender").asString())
                            + (note.isEmpty() ? "" : " (" + note + ")"));
        }
    }

    private static String message(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] octets = in.readNBytes(MAX_MESSAGE_OCTETS + 1);
            if (octets.length > MAX_MESSAGE_OCTETS) {
                throw new IOException("larger than " + MAX_MESSAGE_OCTETS + " octets");
            }
            return Base64.getEncoder().encodeToString(octets);
        }
    }

    private void show(JsonNode result, PrintWriter out) {
        for (JsonNode judgement : result.path("judgements")) {
            String of = judgement.path("of").asString("");
            out.println(
                    pabal.say(
                            "spam.judged",
                            of.isEmpty() ? pabal.say("spam.of-everybody") : of,
                            tenths(judgement.path("score")),
                            tenths(judgement.path("required")),
                            pabal.say("spam.outcome." + judgement.path("outcome").asString())));
            for (JsonNode finding : judgement.path("findings")) {
                out.println(
                        String.format(
                                Locale.ROOT,
                                "  %7s  %s  [%s]",
                                signed(finding.path("points")),
                                finding.path("sentence").asString(),
                                finding.path("test").asString()));
            }
            if (judgement.path("findings").isEmpty()) {
                out.println("  " + pabal.say("spam.nothing-found"));
            }
        }
    }

    /// How far learning has come.
    @Command(name = "status")
    int status(
            @Option(names = "--account", paramLabel = "ADDRESS", defaultValue = "")
                    String account) {
        return pabal.run("spam.status", Map.of("address", account), this::showStatus);
    }

    private void showStatus(JsonNode status, PrintWriter out) {
        String address = status.path("address").asString("");
        out.println(
                pabal.say(
                        status.path("enough").asBoolean()
                                ? "spam.status-judges"
                                : "spam.status-cold",
                        address.isEmpty() ? pabal.say("spam.of-everybody") : address,
                        status.path("learnt").asLong(),
                        status.path("needed").asLong(),
                        status.path("spam").asLong(),
                        status.path("ham").asLong(),
                        status.path("neededOfEach").asLong()));
        out.println(
                pabal.say(
                        address.isEmpty() ? "spam.status-shared" : "spam.status-own",
                        status.path("ownSpam").asLong(),
                        status.path("ownHam").asLong(),
                        status.path("octets").asLong(),
                        status.has("last")
                                ? pabal.time(status.path("last"))
                                : pabal.say("spam.status-never")));
        out.println(
                address.isEmpty()
                        ? pabal.say("spam.status-votes", status.path("waiting").asLong())
                        : pabal.say(
                                "spam.status-waiting",
                                status.path("waiting").asLong(),
                                status.path("today").asLong(),
                                status.path("perDay").asLong()));
    }

    /// The DNS lists, and why one is muted.
    @Command(name = "lists")
    int lists() {
        return pabal.run("spam.lists", Map.of(), this::showLists);
    }

    private void showLists(JsonNode result, PrintWriter out) {
        if (result.path("lists").isEmpty()) {
            out.println(pabal.say("spam.no-lists"));
        }
        for (JsonNode list : result.path("lists")) {
            String why = list.path("why").asString("");
            out.println(
                    pabal.say(
                            "spam.list",
                            list.path("name").asString(),
                            list.path("zone").asString(),
                            pabal.say("spam.list-" + list.path("state").asString()),
                            list.path("asked").asLong(),
                            list.path("listed").asLong(),
                            list.path("failed").asLong()));
            if (!why.isEmpty()) {
                out.println("  " + why);
            }
        }
    }

    /// The other filters and scanners: asks each whether it is there.
    @Command(name = "connectors")
    int connectors() {
        return pabal.run("spam.connectors", Map.of(), this::showConnectors);
    }

    private void showConnectors(JsonNode result, PrintWriter out) {
        if (result.path("connectors").isEmpty()) {
            out.println(pabal.say("spam.no-connectors"));
        }
        for (JsonNode connector : result.path("connectors")) {
            String trouble = connector.path("trouble").asString("");
            out.println(
                    pabal.say(
                            trouble.isEmpty() ? "spam.connector" : "spam.connector-down",
                            connector.path("name").asString(),
                            connector.path("address").asString(),
                            connector.path("asked").asLong(),
                            connector.path("failed").asLong(),
                            trouble));
        }
    }

    /// Begins anew for an account.
    @Command(name = "forget")
    int forget(
            @Option(names = "--account", paramLabel = "ADDRESS", required = true) String account) {
        return pabal.run(
                "spam.forget",
                Map.of("address", account),
                (result, out) ->
                        out.println(
                                pabal.say("spam.forgotten", result.path("address").asString())));
    }

    static String tenths(JsonNode number) {
        return String.format(Locale.ROOT, "%.1f", number.asDouble());
    }

    private static String signed(JsonNode number) {
        return String.format(Locale.ROOT, "%+.1f", number.asDouble());
    }
}
