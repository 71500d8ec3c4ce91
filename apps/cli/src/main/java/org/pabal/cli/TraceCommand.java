// SPDX-License-Identifier: Apache-2.0
package org.pabal.cli;

import java.io.PrintWriter;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/// `pabal trace`: what became of a mail, in order.
@Command(name = "trace")
final class TraceCommand implements Callable<Integer> {
    private static final int SECONDS_OF_DAY = 86_400;

    private final PabalCommand pabal;

    @Parameters(paramLabel = "ADDRESS|MESSAGE-ID|ID")
    private String what = "";

    @Option(names = "--since", paramLabel = "TIME", defaultValue = "")
    private String since = "";

    @Option(names = "--limit", paramLabel = "N", defaultValue = "20")
    private String limit = "";

    TraceCommand(PabalCommand pabal) {
        this.pabal = pabal;
    }

    @Override
    public Integer call() {
        Map<String, Object> arguments = new HashMap<>();
        arguments.put("what", what);
        arguments.put("since", since);
        arguments.put("limit", limit);
        return pabal.run(
                "trace",
                arguments,
                this::show,
                result -> result.path("mails").isEmpty() ? ExitCode.REFUSED : ExitCode.DONE);
    }

    private void show(JsonNode result, PrintWriter out) {
        JsonNode mails = result.path("mails");
        if (mails.isEmpty()) {
            long days = result.path("retentionSeconds").asLong() / SECONDS_OF_DAY;
            out.println(pabal.say("trace.unknown", what, pabal.time(result.path("since")), days));
            return;
        }
        if (result.path("more").asBoolean()) {
            out.println(pabal.say("trace.more", mails.size()));
        }
        mails.forEach(mail -> showMail(mail, out));
    }

    private void showMail(JsonNode mail, PrintWriter out) {
        out.println(
                pabal.say(
                        mail.path("accepted").asBoolean() ? "trace.mail" : "trace.refused-mail",
                        text(mail, "id"),
                        pabal.time(mail.path("at")),
                        text(mail, "from")));
        line(out, "trace.origin", origin(mail));
        line(out, "trace.client", client(mail));
        line(out, "trace.front", front(mail));
        line(out, "trace.login", text(mail, "login"));
        line(out, "trace.authentication", authentication(mail));
        line(out, "trace.spam", spam(mail));
        line(out, "trace.session", text(mail, "session"));
        line(out, "trace.message-id", text(mail, "messageId"));
        line(out, "trace.octets", text(mail, "octets"));
        line(out, "trace.reverse-path", text(mail, "reversePath"));
        Map<String, List<JsonNode>> byCopy = new LinkedHashMap<>();
        for (JsonNode record : mail.path("records")) {
            byCopy.computeIfAbsent(copy(record), copy -> new java.util.ArrayList<>()).add(record);
        }
        for (JsonNode copy : mail.path("recipients")) {
            out.println("  " + recipient(copy));
            List<JsonNode> records = byCopy.remove(copy(copy));
            if (records != null) {
                records.forEach(record ->
                        out.println("    " + pabal.time(record.path("at")) + "  " + told(record)));
            }
            out.println("    => " + end(copy));
        }
        out.println();
    }

    private static String copy(JsonNode node) {
        return text(node, "recipient") + ' ' + text(node, "address") + ' ' + text(node, "queueId");
    }

    private void line(PrintWriter out, String key, String value) {
        if (!value.isEmpty()) {
            out.println("  " + pabal.say(key, value));
        }
    }

    private String origin(JsonNode mail) {
        String about = text(mail, "about");
        return switch (text(mail, "origin")) {
            case "submitted" -> pabal.say("trace.submitted");
            case "report" -> pabal.say("trace.report", about);
            default -> about.isEmpty() ? "" : pabal.say("trace.goes-on-from", about);
        };
    }

    /// The host of ours that has handed it on, and its own id there.
    private String front(JsonNode mail) {
        String front = text(mail, "front");
        String id = text(mail, "frontMail");
        return front.isEmpty() || id.isEmpty() ? front : pabal.say("trace.front-mail", front, id);
    }

    private static String client(JsonNode mail) {
        String address = text(mail, "client");
        if (address.isEmpty()) {
            return "";
        }
        StringBuilder client = new StringBuilder();
        String name = text(mail, "clientName");
        client.append(name.isEmpty() ? "unknown" : name).append(" [").append(address).append(']');
        for (String fact : List.of("helo", "protocol", "tls")) {
            String value = text(mail, fact);
            if (!value.isEmpty()) {
                client.append(", ").append(fact.equals("helo") ? "HELO " : "").append(value);
            }
        }
        return client.toString();
    }

    /// Of a refused mail the first record tells it.
    private String authentication(JsonNode mail) {
        List<String> found = new java.util.ArrayList<>();
        for (String fact : List.of("spf", "dkim", "dmarc", "arc")) {
            String value = ofMailOrRecord(mail, fact);
            if (!value.isEmpty()) {
                found.add(fact + "=" + value);
            }
        }
        for (String fact : List.of("arcSealer", "letIn", "signed")) {
            String value = ofMailOrRecord(mail, fact);
            if (!value.isEmpty()) {
                found.add(pabal.say("trace." + fact, value));
            }
        }
        return String.join(", ", found);
    }

    /// The score, what is required, the outcome, and the tests.
    private static String spam(JsonNode mail) {
        String tests = ofMailOrRecord(mail, "spamTests");
        return ofMailOrRecord(mail, "spam") + (tests.isEmpty() ? "" : " (" + tests + ")");
    }

    private static String ofMailOrRecord(JsonNode mail, String fact) {
        String value = text(mail, fact);
        for (JsonNode record : mail.path("records")) {
            value = value.isEmpty() ? text(record, fact) : value;
        }
        return value;
    }

    private static String recipient(JsonNode copy) {
        String recipient = text(copy, "recipient");
        String address = text(copy, "address");
        return address.equals(recipient) ? recipient : recipient + " -> " + address;
    }

    private String told(JsonNode record) {
        String outcome = text(record, "outcome");
        String told =
                switch (outcome) {
                    case "stored" ->
                            pabal.say(
                                    "trace.stored",
                                    text(record, "mailbox"),
                                    text(record, "uid"),
                                    text(record, "account"));
                    case "queued" ->
                            pabal.say(
                                    "trace.queued",
                                    text(record, "queueId"),
                                    text(record, "destination"));
                    case "relayed", "deferred", "failed" -> attempt(outcome, record);
                    case "continued" -> pabal.say("trace.continued", text(record, "mail"));
                    case "bounced",
                            "discarded",
                            "refused",
                            "held",
                            "removed",
                            "released",
                            "hurried",
                            "joined",
                            "quarantined",
                            "delay-reported" ->
                            pabal.say("trace." + outcome);
                    default -> outcome;
                };
        String report = text(record, "mail");
        if (!report.isEmpty() && !outcome.equals("continued")) {
            told += " (" + report + ")";
        }
        String detail = text(record, "detail");
        String actions = text(record, "actions");
        String rules = rules(text(record, "rules"));
        told += rules.isEmpty() ? "" : "; " + pabal.say("trace.rules", rules);
        return actions.isEmpty()
                ? detail.isEmpty() ? told : told + ": " + detail
                : told + "; " + pabal.say("trace.script", text(record, "rule"), actions);
    }

    /// The parts of the owner's script that have acted: rules by name, or by id without one, and lines.
    private String rules(String fact) {
        return fact.lines()
                .map(each -> {
                    String[] rule = each.split(" ", 2);
                    return rule.length < 2
                            ? pabal.say("trace.line", each)
                            : "\"" + (rule[1].isBlank() ? rule[0] : rule[1]) + "\"";
                })
                .collect(Collectors.joining(", "));
    }

    private String attempt(String outcome, JsonNode record) {
        StringBuilder attempt = new StringBuilder(pabal.say("trace." + outcome));
        String host = text(record, "host");
        if (!host.isEmpty()) {
            attempt.append(' ').append(host);
            String address = text(record, "hostAddress");
            if (!address.isEmpty() && !address.equals(host)) {
                attempt.append(" [").append(address).append(']');
            }
        }
        String tls = text(record, "tls");
        if (!tls.isEmpty()) {
            attempt.append(" (").append(tls).append(')');
        }
        if (record.has("nextAttempt")) {
            attempt.append(", ")
                    .append(pabal.say("trace.next", pabal.time(record.path("nextAttempt"))));
        }
        return attempt.toString();
    }

    private String end(JsonNode copy) {
        String end = text(copy, "end");
        if (!end.isEmpty()) {
            return pabal.say("trace.end." + end);
        }
        String held = text(copy, "held");
        if (!held.isEmpty()) {
            return pabal.say("trace.end.held", text(copy, "queueId"));
        }
        return copy.has("nextAttempt")
                ? pabal.say("trace.end.waits", pabal.time(copy.path("nextAttempt")))
                : pabal.say("trace.end.none");
    }

    private static String text(JsonNode node, String name) {
        return node.path(name).asString("");
    }
}
