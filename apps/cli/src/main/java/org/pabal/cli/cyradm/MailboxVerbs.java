// SPDX-License-Identifier: Apache-2.0
package org.pabal.cli.cyradm;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/// The verbs about mailboxes themselves.
final class MailboxVerbs {
    private static final int COLUMNS = 79;

    private final Calls calls;
    private final PrintWriter out;

    MailboxVerbs(Calls calls, PrintWriter out) {
        this.calls = calls;
        this.out = out;
    }

    /// Calls, and says of which verb a refusal is.
    JsonNode call(Given given, String operation, Map<String, Object> arguments)
            throws CyradmException {
        try {
            return calls.call(operation, arguments);
        } catch (CyradmException refused) {
            throw given.failed(refused.reason());
        }
    }

    void create(Given given) throws CyradmException {
        Optional<String> use = given.value("specialuse");
        refusePartition(given);
        List<String> words = given.count(1, 2);
        if (words.size() > 1) {
            throw noPartitions(given);
        }
        call(given, "mailbox.create", Map.of("name", words.getFirst(), "use", use.orElse("")));
    }

    private static void refusePartition(Given given) throws CyradmException {
        if (given.value("partition").isPresent()) {
            throw noPartitions(given);
        }
    }

    private static CyradmException noPartitions(Given given) {
        return given.failed("Pabal keeps all mailboxes in one store, there are no partitions");
    }

    void delete(Given given) throws CyradmException {
        String name = given.count(1, 1).getFirst();
        forEach(
                given,
                name,
                "Deleting mailbox ",
                each ->
                        call(
                                given,
                                "mailbox.delete",
                                Map.of("name", each, "below", "keep", "force", true)));
    }

    /// What is done with each mailbox.
    interface Act {
        void on(String mailbox) throws CyradmException;
    }

    /// With one mailbox, or with all that a pattern matches.
    ///
    /// @param saying what is printed of each of these, before its name
    void forEach(Given given, String name, String saying, Act act) throws CyradmException {
        if (!isPattern(name)) {
            act.on(name);
            return;
        }
        for (JsonNode mailbox : mailboxes(given, name, Map.of())) {
            if (mailbox.path("selectable").asBoolean()) {
                String each = mailbox.path("name").asString();
                out.print(saying + each + "...");
                act.on(each);
                out.println("OK.");
            }
        }
    }

    static boolean isPattern(String name) {
        return name.indexOf('*') >= 0 || name.indexOf('%') >= 0;
    }

    List<JsonNode> mailboxes(Given given, String pattern, Map<String, Object> more)
            throws CyradmException {
        Map<String, Object> arguments = new HashMap<>(more);
        arguments.put("pattern", pattern);
        arguments.put("limit", "100000");
        if (isPattern(pattern.substring(0, Math.min(1, pattern.length())))) {
            arguments.put("form", "user.");
        }
        JsonNode result = call(given, "mailbox.list", arguments);
        if (result.path("more").asBoolean()) {
            throw given.failed("more than 100000 mailboxes: name some, such as user.a*");
        }
        List<JsonNode> found = new ArrayList<>();
        result.path("mailboxes").forEach(found::add);
        return found;
    }

    void rename(Given given) throws CyradmException {
        refusePartition(given);
        List<String> words = given.count(2, 3);
        if (words.size() > 2) {
            throw noPartitions(given);
        }
        call(given, "mailbox.rename", Map.of("from", words.get(0), "to", words.get(1)));
    }

    void subscribe(Given given, boolean no) throws CyradmException {
        String name = given.count(1, 1).getFirst();
        call(given, "mailbox.subscribe", Map.of("name", name, "no", no));
    }

    /// With or without `-r` the whole account: its mailboxes share what is counted.
    void reconstruct(Given given) throws CyradmException {
        given.option("r");
        String name = given.count(1, 1).getFirst();
        JsonNode result = call(given, "mailbox.reconstruct", Map.of("name", name, "mend", true));
        result.path("findings").forEach(finding -> out.println(finding.asString()));
        long left = result.path("found").asLong() - result.path("mended").asLong();
        if (left > 0) {
            throw given.failed(left + " findings cannot be mended");
        }
    }

    /// Cyrus moves a user with all mailboxes when its INBOX is named.
    void transfer(Given given) throws CyradmException {
        refusePartition(given);
        List<String> words = given.count(2, 3);
        if (words.size() > 2) {
            throw noPartitions(given);
        }
        call(given, "mailbox.move", Map.of("name", words.get(0), "host", words.get(1)));
    }

    void listSubscribed(Given given) throws CyradmException {
        List<String> words = given.count(0, 1);
        print(
                mailboxes(
                        given,
                        words.isEmpty() ? "*" : words.getFirst(),
                        Map.of("subscribed", true)));
    }

    void list(Given given) throws CyradmException {
        Map<String, Object> options = new HashMap<>();
        options.put("subscribed", given.option("subscribed"));
        options.put("specialUse", given.option("specialuse"));
        List<String> words = given.count(0, 2);
        String pattern = words.isEmpty() ? "*" : words.getFirst();
        String base = words.size() > 1 ? words.get(1) : "";
        print(mailboxes(given, base + pattern, options));
    }

    private void print(List<JsonNode> mailboxes) {
        List<String> lines = mailboxes.stream().map(MailboxVerbs::shown).sorted().toList();
        int width = lines.stream().mapToInt(String::length).max().orElse(0) + 1;
        int columns = Math.max(1, COLUMNS / width);
        int rows = (lines.size() + columns - 1) / columns;
        for (int row = 0; row < rows; row++) {
            StringBuilder line = new StringBuilder();
            for (int at = row; at < lines.size(); at += rows) {
                line.append(lines.get(at));
                line.append(" ".repeat(width + 1 - lines.get(at).length()));
            }
            out.println(line.toString().stripTrailing());
        }
    }

    private static String shown(JsonNode mailbox) {
        StringBuilder line = new StringBuilder(mailbox.path("name").asString());
        line.append(mailbox.path("selectable").asBoolean() ? " (" : " (\\Noselect ");
        line.append(mailbox.path("children").asBoolean() ? "\\HasChildren" : "\\HasNoChildren");
        if (mailbox.has("specialUse")) {
            line.append(' ').append(mailbox.path("specialUse").asString());
        }
        return line.append(')').toString();
    }
}
