// SPDX-License-Identifier: Apache-2.0
package org.pabal.cli;

import java.io.PrintWriter;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/// `pabal mailbox acl`: who may do what with a mailbox.
@Command(name = "acl")
final class MailboxAclCommand {
    private final PabalCommand pabal;

    MailboxAclCommand(PabalCommand pabal) {
        this.pabal = pabal;
    }

    @Command(name = "get")
    int get(@Parameters(paramLabel = "MAILBOX") String name) {
        return pabal.run("mailbox.acl.get", Map.of("name", name), MailboxAclCommand::show);
    }

    @Command(name = "set")
    int set(
            @Parameters(paramLabel = "MAILBOX") String name,
            @Parameters(paramLabel = "WHO") String who,
            @Parameters(paramLabel = "RIGHTS") String rights) {
        return pabal.run(
                "mailbox.acl.set",
                Map.of("name", name, "who", who, "rights", rights),
                MailboxAclCommand::show);
    }

    @Command(name = "delete")
    int delete(
            @Parameters(paramLabel = "MAILBOX") String name,
            @Parameters(paramLabel = "WHO") String who) {
        return pabal.run(
                "mailbox.acl.delete", Map.of("name", name, "who", who), MailboxAclCommand::show);
    }

    private static void show(JsonNode result, PrintWriter out) {
        result.path("rights")
                .forEach(entry ->
                        out.println(
                                entry.path("who").asString()
                                        + "\t"
                                        + entry.path("rights").asString()));
    }
}
