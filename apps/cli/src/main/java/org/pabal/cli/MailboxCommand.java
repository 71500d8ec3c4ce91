// SPDX-License-Identifier: Apache-2.0
package org.pabal.cli;

import java.io.PrintWriter;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/// `pabal mailbox`: what accounts keep.
@Command(
        name = "mailbox",
        subcommands = {
            MailboxAclCommand.class,
            MailboxQuotaCommand.class,
            MailboxDeletedCommand.class,
            MailboxRestoreCommand.class,
            MailboxIndexCommand.class
        })
final class MailboxCommand {
    private final PabalCommand pabal;

    MailboxCommand(PabalCommand pabal) {
        this.pabal = pabal;
    }

    @Command(name = "create")
    int create(
            @Parameters(paramLabel = "MAILBOX") String name,
            @Option(names = "--special-use", paramLabel = "USE", defaultValue = "") String use) {
        return pabal.run(
                "mailbox.create",
                Map.of("name", name, "use", use),
                (result, out) -> out.println(pabal.say("mailbox.created", shown(result))));
    }

    @Command(name = "delete")
    int delete(
            @Parameters(paramLabel = "MAILBOX") String name,
            @Option(names = "--recursive") boolean recursive,
            @Option(names = "--force") boolean force) {
        return pabal.run(
                "mailbox.delete",
                Map.of("name", name, "below", recursive ? "delete" : "refuse", "force", force),
                (result, out) ->
                        out.println(
                                pabal.say(
                                        "mailbox.deleted",
                                        shown(result),
                                        result.path("mailboxes").asLong(),
                                        result.path("messages").asLong())));
    }

    @Command(name = "rename")
    int rename(
            @Parameters(paramLabel = "MAILBOX") String from,
            @Parameters(paramLabel = "NEW-NAME") String to) {
        return pabal.run(
                "mailbox.rename",
                Map.of("from", from, "to", to),
                (result, out) ->
                        out.println(
                                pabal.say(
                                        "mailbox.renamed",
                                        result.path("from").asString(),
                                        result.path("to").asString())));
    }

    /// The account of an INBOX, with all its mailboxes.
    @Command(name = "move")
    int move(
            @Parameters(paramLabel = "MAILBOX") String name,
            @Parameters(paramLabel = "HOST") String host) {
        return pabal.run(
                "mailbox.move",
                Map.of("name", name, "host", host),
                (result, out) -> out.println(pabal.say("account.move-begun", name, host)));
    }

    @Command(name = "list")
    int list(
            @Parameters(paramLabel = "PATTERN", arity = "0..1", defaultValue = "*") String pattern,
            @Option(names = "--rights") boolean rights,
            @Option(names = "--special-use") boolean specialUse,
            @Option(names = "--subscribed") boolean subscribed,
            @Option(names = "--limit", paramLabel = "NUMBER", defaultValue = "10000")
                    String limit) {
        return pabal.run(
                "mailbox.list",
                Map.of(
                        "pattern", pattern,
                        "rights", rights,
                        "specialUse", specialUse,
                        "subscribed", subscribed,
                        "limit", limit),
                (result, out) -> {
                    result.path("mailboxes").forEach(mailbox -> line(mailbox, out));
                    if (result.path("more").asBoolean()) {
                        out.println(pabal.say("mailbox.more", result.path("mailboxes").size()));
                    }
                });
    }

    private static void line(JsonNode mailbox, PrintWriter out) {
        StringBuilder line = new StringBuilder(shown(mailbox));
        line.append('\t').append(mailbox.path("messages").asLong());
        line.append('\t').append(mailbox.path("unseen").asLong());
        line.append('\t').append(mailbox.path("octets").asLong());
        line.append('\t').append(mailbox.path("specialUse").asString(""));
        if (mailbox.has("rights")) {
            line.append('\t').append(rights(mailbox.path("rights")));
        }
        out.println(line.toString().stripTrailing());
    }

    private static String rights(JsonNode entries) {
        List<String> texts =
                entries.valueStream()
                        .map(entry ->
                                entry.path("who").asString()
                                        + " "
                                        + entry.path("rights").asString())
                        .toList();
        return String.join(", ", texts);
    }

    @Command(name = "info")
    int info(@Parameters(paramLabel = "MAILBOX") String name) {
        return pabal.run("mailbox.info", Map.of("name", name), this::showInfo);
    }

    private void showInfo(JsonNode info, PrintWriter out) {
        out.println(shown(info));
        for (String item :
                List.of(
                        "messages",
                        "unseen",
                        "deleted",
                        "octets",
                        "uidValidity",
                        "uidNext",
                        "highestModSeq",
                        "lastAppend",
                        "specialUse",
                        "subscribed",
                        "selectable")) {
            if (info.has(item)) {
                out.println("  " + item + ": " + info.path(item).asString());
            }
        }
        info.path("rights")
                .forEach(entry ->
                        out.println(
                                "  rights: "
                                        + entry.path("who").asString()
                                        + " "
                                        + entry.path("rights").asString()));
        info.path("annotations")
                .forEachEntry(
                        (entry, value) -> out.println("  " + entry + ": " + value.asString()));
    }

    @Command(name = "special-use")
    int specialUse(
            @Parameters(paramLabel = "MAILBOX") String name,
            @Parameters(paramLabel = "USE|none") String use) {
        return pabal.run(
                "mailbox.use",
                Map.of("name", name, "use", use.equals("none") ? "" : use),
                (result, out) -> out.println(pabal.say("mailbox.used", shown(result), use)));
    }

    @Command(name = "annotate")
    int annotate(
            @Parameters(paramLabel = "MAILBOX") String name,
            @Parameters(paramLabel = "ENTRY") String entry,
            @Parameters(paramLabel = "VALUE", arity = "0..1", defaultValue = "") String value) {
        Map<String, Object> arguments = new HashMap<>();
        arguments.put("name", name);
        arguments.put("entry", entry);
        arguments.put("value", value);
        return pabal.run(
                "mailbox.metadata.set",
                arguments,
                (result, out) -> out.println(pabal.say("mailbox.annotated", shown(result), entry)));
    }

    /// Checks, and mends. Refused (exit code 1) while something is wrong that is not mended.
    @Command(name = "reconstruct")
    int reconstruct(
            @Parameters(paramLabel = "MAILBOX") String name,
            @Option(names = "--check-only") boolean checkOnly) {
        return pabal.run(
                "mailbox.reconstruct",
                Map.of("name", name, "mend", !checkOnly),
                this::showReconstructed,
                result ->
                        result.path("found").asLong() > result.path("mended").asLong()
                                ? ExitCode.REFUSED
                                : ExitCode.DONE);
    }

    private void showReconstructed(JsonNode result, PrintWriter out) {
        result.path("findings").forEach(finding -> out.println(finding.asString()));
        out.println(
                pabal.say(
                        "mailbox.reconstructed",
                        result.path("account").asString(),
                        result.path("mailboxes").asLong(),
                        result.path("messages").asLong(),
                        result.path("found").asLong(),
                        result.path("mended").asLong()));
    }

    /// Its one name.
    static String shown(JsonNode mailbox) {
        return mailbox.path("name").asString();
    }
}
