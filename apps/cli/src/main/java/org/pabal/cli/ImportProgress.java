// SPDX-License-Identifier: Apache-2.0
package org.pabal.cli;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.pabal.cli.Administration.Answer;
import tools.jackson.databind.JsonNode;

/// Shows how far imports have come, until they are over.
final class ImportProgress {
    private static final long LOOKED_EVERY = TimeUnit.SECONDS.toNanos(1);

    private final PabalCommand pabal;
    private final Administration administration;
    private final Map<String, String> followed = new LinkedHashMap<>();
    private final Map<String, String> shown = new HashMap<>();

    ImportProgress(PabalCommand pabal, Administration administration) {
        this.pabal = pabal;
        this.administration = administration;
    }

    /// @param id empty for the account's newest
    void follow(String address, String id) {
        followed.put(address, id);
    }

    /// @return the exit code: done when all is brought
    int untilOver() {
        int worst = ExitCode.DONE;
        while (!followed.isEmpty()) {
            for (String address : new ArrayList<>(followed.keySet())) {
                Map<String, Object> arguments =
                        Map.of("address", address, "id", followed.getOrDefault(address, ""));
                Answer answer = administration.call("account.import.show", arguments);
                if (!(answer instanceof Answer.Done(JsonNode job))) {
                    followed.remove(address);
                    worst = Math.max(worst, pabal.show(answer, (_, _) -> {}, _ -> 0));
                } else if (show(address, job)) {
                    followed.remove(address);
                    boolean done = job.path("state").asString().equals("done");
                    worst = Math.max(worst, done ? ExitCode.DONE : ExitCode.REFUSED);
                }
            }
            if (!followed.isEmpty()) {
                LockSupport.parkNanos(this, LOOKED_EVERY);
            }
        }
        return worst;
    }

    /// @return whether it is over
    private boolean show(String address, JsonNode job) {
        PrintWriter out = pabal.context().out();
        String state = job.path("state").asString();
        boolean over = List.of("done", "failed", "stopped").contains(state);
        String line = over ? ended(address, state, job) : working(address, state, job);
        if (!line.equals(shown.put(address, line))) {
            out.println(line);
            if (over) {
                left(job, out);
            }
            out.flush();
        }
        return over;
    }

    private String working(String address, String state, JsonNode job) {
        JsonNode trouble = job.path("trouble");
        if (trouble.isObject()) {
            return pabal.say("account.import.waits", address, words(trouble));
        }
        if (state.equals("waiting")) {
            return pabal.say("account.import.queued", address);
        }
        long total = 0;
        long done = 0;
        for (JsonNode each : job.path("folders")) {
            total += each.path("total").asLong();
            done += each.path("done").asLong();
        }
        return pabal.say("account.import.working", address, done, total);
    }

    private String ended(String address, String state, JsonNode job) {
        String counts =
                pabal.say(
                        "account.import.counts",
                        job.path("brought").asLong(),
                        job.path("there").asLong(),
                        job.path("leftCount").asLong());
        return pabal.say("account.import.is-" + state, address, counts, words(job.path("trouble")));
    }

    private static String words(JsonNode trouble) {
        String said = trouble.path("said").asString("");
        String type = trouble.path("type").asString("");
        return said.isEmpty() ? type : type + ": " + said;
    }

    private void left(JsonNode job, PrintWriter out) {
        for (JsonNode each : job.path("left")) {
            out.println(
                    "  "
                            + each.path("folder").asString()
                            + (each.path("uid").asLong() > 0
                                    ? " UID " + each.path("uid").asLong()
                                    : "")
                            + ": "
                            + pabal.say("account.import.left." + each.path("type").asString()));
        }
    }
}
