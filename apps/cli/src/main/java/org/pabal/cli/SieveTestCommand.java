// SPDX-License-Identifier: Apache-2.0
package org.pabal.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.StringJoiner;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/// `pabal sieve test`: what scripts would do with messages that are here, or with one in a file.
@Command(name = "test")
final class SieveTestCommand implements Callable<Integer> {
    private static final int MAX_MESSAGE_OCTETS = 16 << 20;

    private final PabalCommand pabal;

    @Option(names = "--account", paramLabel = "ADDRESS", required = true)
    private String account = "";

    @Option(names = "--script", paramLabel = "FILE|NAME")
    private String script = "";

    @Option(names = "--mailbox", paramLabel = "MAILBOX", defaultValue = "INBOX")
    private String mailbox = "INBOX";

    @Option(names = "--last", paramLabel = "N", defaultValue = "10")
    private int last;

    @Option(names = "--envelope-from", paramLabel = "ADDRESS|<>")
    private String from = "";

    @Option(names = "--envelope-to", paramLabel = "ADDRESS")
    private String to = "";

    @Option(names = "--trace")
    private boolean trace;

    @Parameters(paramLabel = "FILE.eml", arity = "0..1")
    private String file = "";

    SieveTestCommand(PabalCommand pabal) {
        this.pabal = pabal;
    }

    @Override
    public Integer call() {
        Map<String, Object> arguments = new HashMap<>();
        arguments.put("address", account);
        arguments.put("mailbox", mailbox);
        arguments.put("last", last);
        arguments.put("envelopeFrom", from);
        arguments.put("envelopeTo", to);
        Optional<String> wrong =
                ScriptArgument.put(arguments, script, pabal).or(() -> putMessage(arguments));
        if (wrong.isPresent()) {
            return pabal.refuse("refused", wrong.get(), ExitCode.REFUSED);
        }
        return pabal.run(
                "sieve.test",
                arguments,
                (result, out) -> result.forEach(trial -> show(trial, out)));
    }

    private Optional<String> putMessage(Map<String, Object> arguments) {
        if (file.isEmpty()) {
            return Optional.empty();
        }
        try {
            byte[] octets = Files.readAllBytes(Path.of(file));
            if (octets.length > MAX_MESSAGE_OCTETS) {
                return Optional.of(pabal.say("sieve.message-too-large", file));
            }
            arguments.put("message", Base64.getEncoder().encodeToString(octets));
            return Optional.empty();
        } catch (IOException unreadable) {
            return Optional.of(pabal.say("sieve.unreadable", file, unreadable.toString()));
        }
    }

    private void show(JsonNode trial, PrintWriter out) {
        out.println(
                pabal.say(
                        "sieve.trial",
                        trial.path("subject").asString(),
                        trial.path("from").asString(),
                        trial.path("date").asString()));
        for (JsonNode run : trial.path("runs")) {
            if (trial.path("runs").size() > 1) {
                out.println("  [" + run.path("script").asString() + "]");
            }
            for (JsonNode action : run.path("actions")) {
                out.println("  => " + action(action));
            }
            if (run.has("failure")) {
                out.println(
                        "  " + pabal.say("sieve.error") + ": " + run.path("failure").asString());
            }
            for (JsonNode decision : run.path("decisions")) {
                if (trace || decided(decision)) {
                    out.println("     " + line(decision));
                }
            }
            run.path("log").forEach(text -> out.println("     # " + text.asString()));
        }
    }

    /// Commands that were taken and tests that held: what did not hold is shown on demand.
    private static boolean decided(JsonNode decision) {
        return !decision.has("answer") || decision.path("answer").asBoolean();
    }

    private String line(JsonNode decision) {
        String script = decision.path("script").asString("");
        String answer =
                decision.has("answer")
                        ? ": " + pabal.say("sieve.answer-" + decision.path("answer").asBoolean())
                        : "";
        return (script.isEmpty() ? "" : script + ":")
                + decision.path("line").asInt()
                + ": "
                + decision.path("text").asString()
                + answer;
    }

    /// `fileinto mailbox=Lists flags=[\Seen]`
    private static String action(JsonNode action) {
        StringJoiner text = new StringJoiner(" ");
        text.add(action.path("action").asString());
        for (Map.Entry<String, JsonNode> part : action.properties()) {
            boolean shown =
                    !part.getKey().equals("action")
                            && !(part.getKey().equals("implicit") && !part.getValue().asBoolean());
            if (shown) {
                text.add(
                        part.getKey()
                                + "="
                                + (part.getValue().isString()
                                        ? part.getValue().asString()
                                        : part.getValue().toString()));
            }
        }
        return text.toString();
    }
}
