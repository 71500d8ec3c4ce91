// SPDX-License-Identifier: Apache-2.0
package org.pabal.cli.cyradm;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/// The verbs about rights.
final class AclVerbs {
    private final Calls calls;
    private final PrintWriter out;
    private final MailboxVerbs mailboxes;

    AclVerbs(Calls calls, PrintWriter out, MailboxVerbs mailboxes) {
        this.calls = calls;
        this.out = out;
        this.mailboxes = mailboxes;
    }

    void list(Given given) throws CyradmException {
        String name = given.count(1, 1).getFirst();
        if (!MailboxVerbs.isPattern(name)) {
            print(entries(given, name), "");
            return;
        }
        for (JsonNode mailbox : mailboxes.mailboxes(given, name, Map.of())) {
            if (mailbox.path("selectable").asBoolean()) {
                String each = mailbox.path("name").asString();
                out.println(each + ":");
                print(entries(given, each), "  ");
            }
        }
    }

    private JsonNode entries(Given given, String name) throws CyradmException {
        return mailboxes.call(given, "mailbox.acl.get", Map.of("name", name)).path("rights");
    }

    private void print(JsonNode entries, String before) {
        for (JsonNode entry : entries) {
            out.println(
                    before + entry.path("who").asString() + " " + entry.path("letters").asString());
        }
    }

    void set(Given given) throws CyradmException {
        List<String> words = given.count(3, Integer.MAX_VALUE);
        if (words.size() % 2 == 0) {
            throw given.usage();
        }
        mailboxes.forEach(
                given,
                words.getFirst(),
                "Setting ACL on ",
                name -> {
                    for (int at = 1; at < words.size(); at += 2) {
                        set(given, name, words.get(at), words.get(at + 1));
                    }
                });
    }

    private void set(Given given, String name, String who, String rights) throws CyradmException {
        try {
            calls.call("mailbox.acl.set", Map.of("name", name, "who", who, "rights", rights));
        } catch (CyradmException refused) {
            throw given.failed(who + ": " + rights + ": " + refused.reason());
        }
    }

    void delete(Given given) throws CyradmException {
        List<String> words = given.count(2, Integer.MAX_VALUE);
        mailboxes.forEach(
                given,
                words.getFirst(),
                "Deleting acl on ",
                name -> {
                    for (String who : whom(given, name, words.subList(1, words.size()))) {
                        delete(given, name, who);
                    }
                });
    }

    /// `*` is everybody but the owner, whose rights cannot be taken.
    private List<String> whom(Given given, String name, List<String> words) throws CyradmException {
        if (!words.getFirst().equals("*")) {
            return words;
        }
        List<String> all = new ArrayList<>();
        for (JsonNode entry : entries(given, name)) {
            all.add(entry.path("who").asString());
        }
        return all.subList(1, all.size());
    }

    private void delete(Given given, String name, String who) throws CyradmException {
        try {
            calls.call("mailbox.acl.delete", Map.of("name", name, "who", who));
        } catch (CyradmException refused) {
            throw given.failed(who + ": " + refused.reason());
        }
    }
}
