// SPDX-License-Identifier: Apache-2.0
package org.pabal.cli;

import java.io.PrintWriter;
import java.util.List;
import tools.jackson.databind.JsonNode;

/// Everything about an account, for people: one fact a line, and nothing of what it has not.
record AccountDetails(PabalCommand pabal) {
    private static final List<String> FACTS =
            List.of("address", "id", "name", "language", "role", "logIn", "host");

    private static final List<String> LISTS = List.of("aliases", "groups", "mayWriteFrom");

    void print(JsonNode account, PrintWriter out) {
        for (String fact : FACTS) {
            String value = account.has(fact) ? account.get(fact).asString() : "";
            if (!value.isEmpty()) {
                line(out, fact, value);
            }
        }
        if (!account.get("enabled").asBoolean()) {
            line(out, "enabled", pabal.say("account.show.disabled"));
        }
        line(out, "storage", used(account, "usedOctets", "quota"));
        line(out, "messages", used(account, "messages", "quotaMessages"));
        account.get("limits")
                .propertyStream()
                .forEach(limit -> line(out, limit.getKey(), limit.getValue().asString()));
        for (String list : LISTS) {
            account.get(list).forEach(each -> line(out, list, each.asString()));
        }
        AppPasswordCommand passwords = new AppPasswordCommand(pabal);
        account.get("appPasswords")
                .forEach(each -> line(out, "appPasswords", passwords.line(each)));
    }

    private String used(JsonNode account, String used, String limit) {
        long most = account.get(limit).asLong();
        return pabal.say(
                "account.show.used",
                account.get(used).asLong(),
                most == 0 ? pabal.say("account.no-limit") : most);
    }

    private void line(PrintWriter out, String fact, String value) {
        out.println(pabal.say("account.show." + fact) + ": " + value);
    }
}
