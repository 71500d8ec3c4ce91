// SPDX-License-Identifier: Apache-2.0
package org.pabal.cli;

import java.io.PrintWriter;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/// `pabal mailbox quota`: what an account's mailboxes may take together.
@Command(name = "quota")
final class MailboxQuotaCommand {
    private final PabalCommand pabal;

    MailboxQuotaCommand(PabalCommand pabal) {
        this.pabal = pabal;
    }

    @Command(name = "get")
    int get(@Parameters(paramLabel = "MAILBOX") String name) {
        return pabal.run("mailbox.quota.get", Map.of("name", name), this::show);
    }

    @Command(name = "set")
    int set(
            @Parameters(paramLabel = "MAILBOX") String name,
            @Option(names = "--storage", paramLabel = "SIZE|none", defaultValue = "")
                    String storage,
            @Option(names = "--messages", paramLabel = "NUMBER|none", defaultValue = "")
                    String messages) {
        return pabal.run(
                "mailbox.quota.set",
                Map.of("name", name, "octets", storage, "messages", messages),
                this::show);
    }

    @Command(name = "root")
    int root(@Parameters(paramLabel = "MAILBOX") String name) {
        return pabal.run(
                "mailbox.quota.get",
                Map.of("name", name),
                (result, out) -> out.println(result.path("root").asString()));
    }

    private void show(JsonNode quota, PrintWriter out) {
        out.println(quota.path("root").asString());
        out.println("  " + used("account.quota-octets", quota.path("STORAGE")));
        out.println("  " + used("account.quota-messages", quota.path("MESSAGE")));
        out.println("  " + used("mailbox.quota-mailboxes", quota.path("MAILBOX")));
    }

    private String used(String key, JsonNode resource) {
        return pabal.say(
                key,
                resource.path("used").asLong(),
                resource.has("limit")
                        ? resource.path("limit").asLong()
                        : pabal.say("account.no-limit"));
    }
}
