// SPDX-License-Identifier: Apache-2.0
package org.pabal.cli;

import java.io.PrintWriter;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/// `pabal mailbox restore`: puts deleted messages back. Refused (exit code 1) while some stay.
@Command(name = "restore")
final class MailboxRestoreCommand implements Callable<Integer> {
    private static final List<String> REFUSALS = List.of("overQuota", "noMailbox", "notFound");

    private final PabalCommand pabal;

    @Parameters(index = "0", paramLabel = "MAILBOX")
    private String name = "";

    @Parameters(index = "1..*", arity = "0..*", paramLabel = "ID")
    private List<String> ids = List.of();

    @Option(names = "--since", paramLabel = "TIME", defaultValue = "")
    private String since = "";

    @Option(names = "--all")
    private boolean all;

    MailboxRestoreCommand(PabalCommand pabal) {
        this.pabal = pabal;
    }

    @Override
    public Integer call() {
        Map<String, Object> arguments = new HashMap<>();
        arguments.put("name", name);
        arguments.put("since", since);
        arguments.put("ids", ids);
        arguments.put("all", all);
        return pabal.run("mailbox.restore", arguments, this::show, MailboxRestoreCommand::exitCode);
    }

    private void show(JsonNode result, PrintWriter out) {
        out.println(
                pabal.say(
                        "mailbox.kept.restored",
                        result.path("account").asString(),
                        result.path("restored").asLong()));
        result.path("made")
                .forEach(made -> out.println(pabal.say("mailbox.created", made.asString())));
        for (String refusal : REFUSALS) {
            long count = result.path(refusal).asLong();
            if (count > 0) {
                out.println(pabal.say("mailbox.kept." + refusal, count));
            }
        }
    }

    private static int exitCode(JsonNode result) {
        boolean stay = REFUSALS.stream().anyMatch(each -> result.path(each).asLong() > 0);
        return stay ? ExitCode.REFUSED : ExitCode.DONE;
    }
}
