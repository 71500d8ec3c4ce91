// SPDX-License-Identifier: Apache-2.0
package org.pabal.cli;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/// `pabal queue`: mail that waits.
@Command(name = "queue")
final class QueueCommand {
    private static final int SHOWN_RECIPIENTS = 3;

    private final PabalCommand pabal;

    QueueCommand(PabalCommand pabal) {
        this.pabal = pabal;
    }

    /// Which entries are meant: by what they are.
    static final class Filter {
        @Option(names = "--sender", paramLabel = "ADDRESS|@DOMAIN|<>", defaultValue = "")
        private String sender = "";

        @Option(names = "--recipient", paramLabel = "ADDRESS|@DOMAIN", defaultValue = "")
        private String recipient = "";

        @Option(names = "--destination", paramLabel = "NAME", defaultValue = "")
        private String destination = "";

        @Option(names = "--held")
        private boolean held;

        void putInto(Map<String, Object> arguments) {
            arguments.put("sender", sender);
            arguments.put("recipient", recipient);
            arguments.put("destination", destination);
            arguments.put("held", held);
        }

        boolean isEmpty() {
            return sender.isEmpty() && recipient.isEmpty() && destination.isEmpty() && !held;
        }
    }

    /// Which entries are meant: these, those that fit, or all.
    static final class Chosen {
        @Parameters(paramLabel = "ID", arity = "0..*")
        private List<String> ids = new ArrayList<>();

        @Mixin private Filter filter = new Filter();

        @Option(names = "--all")
        private boolean all;

        /// Empty when it does not say which.
        Optional<Map<String, Object>> arguments() {
            Map<String, Object> arguments = new HashMap<>();
            if (!ids.isEmpty()) {
                arguments.put("ids", ids);
                return filter.isEmpty() && !all ? Optional.of(arguments) : Optional.empty();
            }
            filter.putInto(arguments);
            arguments.put("all", all);
            return all || !filter.isEmpty() ? Optional.of(arguments) : Optional.empty();
        }
    }

    @Command(name = "list")
    int list(
            @Mixin Filter filter,
            @Option(names = "--limit", paramLabel = "N", defaultValue = "100") String limit,
            @Option(names = "--after", paramLabel = "ID", defaultValue = "") String after) {
        Map<String, Object> arguments = new HashMap<>();
        filter.putInto(arguments);
        arguments.put("limit", limit);
        arguments.put("after", after);
        return pabal.run("queue.list", arguments, this::showList);
    }

    private void showList(JsonNode result, PrintWriter out) {
        for (JsonNode reason : result.path("suspended")) {
            out.println(pabal.say("queue.suspended", reason.asString()));
        }
        JsonNode entries = result.path("entries");
        if (entries.isEmpty()) {
            out.println(pabal.say("queue.empty"));
            return;
        }
        entries.forEach(entry -> showEntry(entry, out));
        String next = result.path("next").asString("");
        out.println(
                next.isEmpty()
                        ? pabal.say("queue.count", entries.size())
                        : pabal.say("queue.more", entries.size(), next));
    }

    /// Two lines and, when something was said already, a third: an entry does not fit in one.
    private void showEntry(JsonNode entry, PrintWriter out) {
        String held = entry.path("held").asString("");
        out.println(
                String.format(
                        "%-18s  %s  %8s  %s",
                        entry.path("id").asString(),
                        pabal.time(entry.path("accepted")),
                        size(entry.path("octets").asLong()),
                        held.isEmpty()
                                ? pabal.say(
                                        "queue.next",
                                        pabal.time(entry.path("nextAttempt")),
                                        entry.path("attempts").asInt())
                                : pabal.say("queue.held", held)));
        out.println(
                "    "
                        + entry.path("from").asString()
                        + " -> "
                        + recipients(entry.path("recipients"))
                        + "  ("
                        + entry.path("destination").asString()
                        + ")");
        String reply = entry.path("lastReply").asString("");
        if (!reply.isEmpty()) {
            out.println("    " + reply);
        }
    }

    private static String size(long octets) {
        return octets < 10_000 ? octets + " B" : octets / 1_000 + " kB";
    }

    private static String recipients(JsonNode recipients) {
        String first =
                recipients
                        .valueStream()
                        .limit(SHOWN_RECIPIENTS)
                        .map(JsonNode::asString)
                        .collect(Collectors.joining(", "));
        int more = recipients.size() - SHOWN_RECIPIENTS;
        return more > 0 ? first + ", +" + more : first;
    }

    @Command(name = "show")
    int show(@Parameters(paramLabel = "ID") String id) {
        return pabal.run("queue.show", Map.of("id", id), this::showOne);
    }

    private void showOne(JsonNode entry, PrintWriter out) {
        String held = entry.path("held").asString("");
        out.println(entry.path("id").asString());
        row(out, "destination", entry.path("destination").asString());
        row(out, "from", entry.path("from").asString());
        row(out, "session", entry.path("session").asString());
        row(out, "octets", entry.path("octets").asString());
        row(out, "accepted", pabal.time(entry.path("accepted")));
        row(out, "attempts", entry.path("attempts").asString());
        row(out, "next", held.isEmpty() ? pabal.time(entry.path("nextAttempt")) : "");
        row(out, "held", held);
        row(out, "expires", pabal.time(entry.path("expires")));
        for (JsonNode recipient : entry.path("recipients")) {
            String original = recipient.path("recipient").asString();
            String address = recipient.path("address").asString();
            String state = recipient.path("state").asString();
            out.println(
                    "  "
                            + (address.equals(original) ? address : original + " -> " + address)
                            + ": "
                            + pabal.say("queue.state." + state));
            String reply = recipient.path("lastReply").asString("");
            if (!reply.isEmpty()) {
                out.println("    " + reply);
            }
        }
    }

    private void row(PrintWriter out, String key, String value) {
        if (!value.isEmpty()) {
            out.println("  " + pabal.say("queue.row." + key, value));
        }
    }

    @Command(name = "retry")
    int retry(@Mixin Chosen chosen) {
        return change("retry", chosen, Map.of());
    }

    /// The same for all that waits.
    @Command(name = "flush")
    int flush(@Mixin Filter filter) {
        Map<String, Object> arguments = new HashMap<>();
        filter.putInto(arguments);
        arguments.put("all", true);
        return change("retry", arguments);
    }

    @Command(name = "hold")
    int hold(
            @Mixin Chosen chosen,
            @Option(names = "--reason", paramLabel = "TEXT", defaultValue = "") String reason) {
        return change("hold", chosen, Map.of("reason", reason));
    }

    @Command(name = "release")
    int release(@Mixin Chosen chosen) {
        return change("release", chosen, Map.of());
    }

    @Command(name = "remove")
    int remove(
            @Mixin Chosen chosen,
            @Option(names = "--reason", paramLabel = "TEXT", defaultValue = "") String reason,
            @Option(names = "--yes") boolean yes) {
        if (chosen.all && !yes) {
            return pabal.refuse("refused", pabal.say("queue.say-yes"), ExitCode.USAGE);
        }
        return change("remove", chosen, Map.of("reason", reason));
    }

    /// Proves from the ledger that nothing that was promised is lost.
    @Command(name = "check")
    int check(@Option(names = "--since", paramLabel = "TIME", defaultValue = "") String since) {
        return pabal.run(
                "ledger.check",
                Map.of("since", since),
                this::showCheck,
                result -> result.path("findings").isEmpty() ? ExitCode.DONE : ExitCode.REFUSED);
    }

    private void showCheck(JsonNode result, PrintWriter out) {
        for (JsonNode finding : result.path("findings")) {
            out.println(
                    finding.path("mail").asString()
                            + "  "
                            + finding.path("recipient").asString()
                            + ": "
                            + finding.path("problem").asString());
        }
        out.println(
                pabal.say(
                        "queue.checked",
                        result.path("mails").asLong(),
                        result.path("recipients").asLong(),
                        result.path("findings").size()));
    }

    private int change(String what, Chosen chosen, Map<String, Object> more) {
        Optional<Map<String, Object>> arguments = chosen.arguments();
        if (arguments.isEmpty()) {
            return pabal.refuse("refused", pabal.say("queue.which"), ExitCode.USAGE);
        }
        arguments.get().putAll(more);
        return change(what, arguments.get());
    }

    private int change(String what, Map<String, Object> arguments) {
        return pabal.run(
                "queue." + what,
                arguments,
                (result, out) -> showChange(what, result, out),
                result -> result.path("inUse").isEmpty() ? ExitCode.DONE : ExitCode.TRY_AGAIN);
    }

    private void showChange(String what, JsonNode result, PrintWriter out) {
        JsonNode changed = result.path("changed");
        if (changed.size() == 1) {
            out.println(pabal.say("queue." + what + ".one", changed.get(0).asString()));
        } else {
            out.println(pabal.say("queue." + what + ".many", changed.size()));
        }
        result.path("inUse").forEach(id -> out.println(pabal.say("queue.in-use", id.asString())));
    }
}
