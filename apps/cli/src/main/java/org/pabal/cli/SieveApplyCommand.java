// SPDX-License-Identifier: Apache-2.0
package org.pabal.cli;

import java.io.PrintWriter;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;

/// `pabal sieve apply`: runs a script over a mailbox, as a batch that can be undone.
@Command(name = "apply")
final class SieveApplyCommand implements Callable<Integer> {
    private final PabalCommand pabal;

    @Option(names = "--account", paramLabel = "ADDRESS", required = true)
    private String account = "";

    @Option(names = "--script", paramLabel = "FILE|NAME", required = true)
    private String script = "";

    @Option(names = "--mailbox", paramLabel = "MAILBOX", required = true)
    private String mailbox = "";

    @Option(names = "--dry-run")
    private boolean dryRun;

    SieveApplyCommand(PabalCommand pabal) {
        this.pabal = pabal;
    }

    @Override
    public Integer call() {
        Map<String, Object> arguments = new HashMap<>();
        arguments.put("address", account);
        arguments.put("mailbox", mailbox);
        arguments.put("dryRun", dryRun);
        Optional<String> wrong = ScriptArgument.put(arguments, script, pabal);
        if (wrong.isPresent()) {
            return pabal.refuse("refused", wrong.get(), ExitCode.REFUSED);
        }
        return pabal.run(
                "sieve.apply",
                arguments,
                this::show,
                result -> result.has("stopped") ? ExitCode.REFUSED : ExitCode.DONE);
    }

    private void show(JsonNode report, PrintWriter out) {
        out.println(pabal.say("sieve.examined", report.path("examined").asLong()));
        counts(report.path("moved"), "sieve.moved", out);
        counts(report.path("copied"), "sieve.copied", out);
        if (report.path("flagged").asLong() > 0) {
            out.println(pabal.say("sieve.flagged", report.path("flagged").asLong()));
        }
        counts(report.path("notDone"), "sieve.not-done", out);
        if (report.path("failed").asLong() > 0) {
            out.println(pabal.say("sieve.failed", report.path("failed").asLong()));
            report.path("failures").forEach(failure -> out.println("  " + failure.asString()));
        }
        if (report.has("stopped")) {
            out.println(pabal.say("sieve.stopped", report.path("stopped").asString()));
        }
        if (dryRun) {
            out.println(pabal.say("sieve.dry-run"));
        } else if (report.has("batch")) {
            out.println(pabal.say("sieve.batch", account, report.path("batch").asString()));
        }
    }

    private void counts(JsonNode counts, String key, PrintWriter out) {
        for (Map.Entry<String, JsonNode> each : counts.properties()) {
            out.println(pabal.say(key, each.getKey(), each.getValue().asLong()));
        }
    }
}
