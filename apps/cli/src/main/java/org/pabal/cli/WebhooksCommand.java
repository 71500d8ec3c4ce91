// SPDX-License-Identifier: Apache-2.0
package org.pabal.cli;

import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/// `pabal account webhooks`: where an account's owner is told of new mail, and how that goes.
@Command(name = "webhooks")
final class WebhooksCommand {
    private final PabalCommand pabal;

    WebhooksCommand(PabalCommand pabal) {
        this.pabal = pabal;
    }

    @Command(name = "list")
    int list(@Parameters(paramLabel = "ADDRESS") String address) {
        return pabal.run(
                "account.webhooks.list",
                Map.of("address", address),
                (result, out) -> {
                    result.forEach(each -> out.println(line(each)));
                    if (result.isEmpty()) {
                        out.println(pabal.say("webhooks.none", address));
                    }
                });
    }

    /// Id, name, host and format, whether it is told, what waits, and the last answer.
    private String line(JsonNode webhook) {
        String last =
                webhook.has("at")
                        ? pabal.say("webhooks.last", pabal.time(webhook.get("at")), answer(webhook))
                        : pabal.say("webhooks.never");
        return String.join(
                "\t",
                webhook.get("id").asString(),
                webhook.get("name").asString(),
                webhook.get("url").asString(),
                webhook.get("format").asString(),
                pabal.say(webhook.get("enabled").asBoolean() ? "webhooks.on" : "webhooks.off"),
                pabal.say("webhooks.waiting", webhook.get("waiting").asInt()),
                last);
    }

    private String answer(JsonNode told) {
        int status = told.get("status").asInt();
        String said = told.get("said").asString();
        return status == 0 ? pabal.say("webhooks.unanswered", said) : (status + " " + said).strip();
    }

    /// Exit code 1 where the other server did not take it.
    @Command(name = "test")
    int test(
            @Parameters(paramLabel = "ADDRESS") String address,
            @Parameters(paramLabel = "ID") String id) {
        return pabal.run(
                "account.webhooks.test",
                Map.of("address", address, "id", id),
                (result, out) ->
                        out.println(
                                pabal.say(
                                        "webhooks.tested",
                                        answer(result),
                                        result.get("millis").asLong())),
                result -> result.get("good").asBoolean() ? ExitCode.DONE : ExitCode.REFUSED);
    }

    @Command(name = "enable")
    int enable(
            @Parameters(paramLabel = "ADDRESS") String address,
            @Parameters(paramLabel = "ID") String id) {
        return change("enable", address, id, "webhooks.enabled");
    }

    @Command(name = "disable")
    int disable(
            @Parameters(paramLabel = "ADDRESS") String address,
            @Parameters(paramLabel = "ID") String id) {
        return change("disable", address, id, "webhooks.disabled");
    }

    @Command(name = "remove")
    int remove(
            @Parameters(paramLabel = "ADDRESS") String address,
            @Parameters(paramLabel = "ID") String id) {
        return change("remove", address, id, "webhooks.removed");
    }

    private int change(String what, String address, String id, String done) {
        return pabal.run(
                "account.webhooks." + what,
                Map.of("address", address, "id", id),
                (_, out) -> out.println(pabal.say(done, id, address)));
    }
}
