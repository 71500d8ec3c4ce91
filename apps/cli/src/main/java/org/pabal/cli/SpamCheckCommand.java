// SPDX-License-Identifier: Apache-2.0
package org.pabal.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.StringJoiner;
import java.util.concurrent.Callable;
import org.pabal.cli.Administration.Answer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// `pabal spam check`: judges messages in files, with what the server has learnt. Nothing remembers it.
@Command(name = "check")
final class SpamCheckCommand implements Callable<Integer> {
    private static final JsonMapper JSON = new JsonMapper();

    private final PabalCommand pabal;

    @Parameters(paramLabel = "FILE|DIR|MBOX", arity = "1..*")
    private List<String> files = new ArrayList<>();

    @Option(names = "--account", paramLabel = "ADDRESS", defaultValue = "")
    private String account = "";

    @Option(names = "--client", paramLabel = "IP", defaultValue = "")
    private String client = "";

    @Option(names = "--helo", paramLabel = "NAME", defaultValue = "")
    private String helo = "";

    @Option(names = "--from", paramLabel = "ADDRESS", defaultValue = "")
    private String from = "";

    @Option(names = "--rcpt", paramLabel = "ADDRESS", defaultValue = "")
    private String recipient = "";

    SpamCheckCommand(PabalCommand pabal) {
        this.pabal = pabal;
    }

    /// A call could not be answered.
    private static final class Unanswered extends RuntimeException {
        private static final long serialVersionUID = 1L;
        private final transient Answer answer;

        Unanswered(Answer answer) {
            this.answer = answer;
        }
    }

    @Override
    public Integer call() {
        try (Administration administration = pabal.open();
                MessageFiles messages = new MessageFiles(files.stream().map(Path::of).toList())) {
            boolean first = true;
            for (List<MessageFiles.Message> batch = messages.next();
                    !batch.isEmpty();
                    batch = messages.next()) {
                first = check(administration, batch, first);
            }
            if (pabal.json()) {
                pabal.context().out().println(first ? "{\"results\":[]}" : "\n]}");
            }
            pabal.context().out().flush();
            return ExitCode.DONE;
        } catch (Unanswered unanswered) {
            return pabal.show(unanswered.answer, (_, _) -> {}, _ -> ExitCode.DONE);
        } catch (IOException unreadable) {
            return pabal.refuse(
                    "refused",
                    pabal.say("spam.unreadable", "", String.valueOf(unreadable.getMessage())),
                    ExitCode.REFUSED);
        }
    }

    /// @return whether nothing was printed yet
    private boolean check(
            Administration administration, List<MessageFiles.Message> batch, boolean first) {
        JsonNode results = ask(administration, batch).path("results");
        boolean none = first;
        for (int i = 0; i < batch.size(); i++) {
            print(batch.get(i).name(), results.path(i), none);
            none = false;
        }
        return none;
    }

    private JsonNode ask(Administration administration, List<MessageFiles.Message> batch) {
        Map<String, Object> arguments = new HashMap<>();
        arguments.put("account", account);
        arguments.put("client", client);
        arguments.put("helo", helo);
        arguments.put("from", from);
        arguments.put("recipient", recipient);
        Base64.Encoder encoder = Base64.getEncoder();
        arguments.put(
                "messages",
                batch.stream().map(each -> encoder.encodeToString(each.octets())).toList());
        return switch (administration.call("spam.check", arguments)) {
            case Answer.Done(var result) -> result;
            case Answer.Refused refused -> throw new Unanswered(refused);
            case Answer.Unavailable unavailable -> throw new Unanswered(unavailable);
        };
    }

    private void print(String name, JsonNode result, boolean first) {
        if (pabal.json()) {
            Map<String, Object> shown = new java.util.LinkedHashMap<>();
            shown.put("file", name);
            result.propertyStream().forEach(each -> shown.put(each.getKey(), each.getValue()));
            pabal.context()
                    .out()
                    .print(
                            (first ? "{\"results\":[" : ",")
                                    + "\n"
                                    + JSON.writeValueAsString(shown));
            return;
        }
        StringJoiner tests = new StringJoiner(",");
        result.path("tests").forEach(test -> tests.add(test.asString()));
        pabal.context()
                .out()
                .println(
                        (result.path("spam").asBoolean() ? "spam " : "ham ")
                                + SpamCommand.tenths(result.path("score"))
                                + " "
                                + name
                                + " "
                                + Optional.of(tests.toString())
                                        .filter(text -> !text.isEmpty())
                                        .orElse("-"));
    }
}
