// SPDX-License-Identifier: Apache-2.0
package org.pabal.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.pabal.cli.Administration.Answer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Gives messages to the statistics, some at a time, so that neither end holds more than a few
/// megabytes.
final class SpamTeaching {
    private static final JsonMapper JSON = new JsonMapper();

    /// Nobody looks at what is behind this in a message, which is the filter's window.
    private static final int MAX_SENT = 512 << 10;

    private final PabalCommand pabal;
    private final String account;
    private long done;
    private long learnt;
    private long known;
    private long turned;
    private long unlearnt;

    /// @param account empty to teach for all
    SpamTeaching(PabalCommand pabal, String account) {
        this.pabal = pabal;
        this.account = account;
    }

    /// Two kinds side by side, as the statistics learn best.
    ///
    /// @return the exit code
    int teach(String kind, List<Path> files, String otherKind, List<Path> otherFiles) {
        try (Administration administration = pabal.open();
                MessageFiles messages = new MessageFiles(files);
                MessageFiles others = new MessageFiles(otherFiles)) {
            List<MessageFiles.Message> some = messages.next();
            List<MessageFiles.Message> someOthers = others.next();
            while (!some.isEmpty() || !someOthers.isEmpty()) {
                Map<String, Object> arguments = new HashMap<>();
                arguments.put("address", account);
                arguments.put(kind, encoded(some));
                arguments.put(otherKind, encoded(someOthers));
                Answer answer = administration.call("spam.learn", arguments);
                if (!(answer instanceof Answer.Done(var result))) {
                    return pabal.show(answer, (_, _) -> {}, _ -> ExitCode.DONE);
                }
                count(result);
                progress();
                some = messages.next();
                someOthers = others.next();
            }
            return end();
        } catch (IOException unreadable) {
            return pabal.refuse(
                    "refused",
                    pabal.say("spam.unreadable", "", String.valueOf(unreadable.getMessage())),
                    ExitCode.REFUSED);
        }
    }

    private static List<String> encoded(List<MessageFiles.Message> messages) {
        Base64.Encoder encoder = Base64.getEncoder();
        return messages.stream()
                .map(each ->
                        encoder.encodeToString(
                                each.octets().length <= MAX_SENT
                                        ? each.octets()
                                        : java.util.Arrays.copyOf(each.octets(), MAX_SENT)))
                .toList();
    }

    private void count(JsonNode result) {
        learnt += result.path("learnt").asLong();
        known += result.path("known").asLong();
        turned += result.path("turned").asLong();
        unlearnt += result.path("unlearnt").asLong();
        done = learnt + known + turned + unlearnt;
    }

    private void progress() {
        if (!pabal.json()) {
            pabal.context().err().println(pabal.say("spam.learning", done));
            pabal.context().err().flush();
        }
    }

    private int end() {
        if (pabal.json()) {
            pabal.context()
                    .out()
                    .println(
                            JSON.writeValueAsString(
                                    Map.of(
                                            "messages", done,
                                            "learnt", learnt,
                                            "known", known,
                                            "turned", turned,
                                            "unlearnt", unlearnt)));
        } else {
            pabal.context()
                    .out()
                    .println(pabal.say("spam.learnt", done, learnt, known, turned, unlearnt));
        }
        pabal.context().out().flush();
        return ExitCode.DONE;
    }
}
