// SPDX-License-Identifier: Apache-2.0
package org.pabal.cli.cyradm;

import java.io.PrintWriter;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;

/// The verbs about annotations of mailboxes. The owner's own are the private ones.
final class AnnotationVerbs {
    /// What Cyrus does for a mailbox with these, Pabal does by other means.
    private static final Set<String> ELSEWHERE =
            Set.of("expire", "news2mail", "pop3showafter", "sharedseen", "sieve", "squat");

    private final Calls calls;
    private final PrintWriter out;

    AnnotationVerbs(Calls calls, PrintWriter out) {
        this.calls = calls;
        this.out = out;
    }

    void show(Given given) throws CyradmException {
        List<String> words = given.count(0, Integer.MAX_VALUE);
        if (words.isEmpty()) {
            out.println("{Server Wide}");
            return;
        }
        JsonNode info = call(given, "mailbox.info", Map.of("name", words.getFirst()));
        SortedMap<String, String> own = new TreeMap<>();
        SortedMap<String, String> shared = new TreeMap<>();
        info.path("annotations")
                .forEachEntry((entry, value) ->
                        (entry.startsWith("/private/") ? own : shared)
                                .put(entry, value.asString()));
        if (info.has("specialUse")) {
            own.put("/private/specialuse", info.path("specialUse").asString());
        }
        if (info.has("lastAppend")) {
            shared.put("/shared/lastupdate", info.path("lastAppend").asString());
        }
        shared.put("/shared/size", info.path("octets").asString());
        out.println("{" + info.path("name").asString() + "}:");
        print("private", own, words);
        print("shared", shared, words);
    }

    private void print(String whose, SortedMap<String, String> entries, List<String> words) {
        if (!entries.isEmpty()) {
            out.println("  " + whose + ":");
        }
        entries.forEach((entry, value) -> {
            String name = entry.substring(entry.lastIndexOf('/') + 1);
            if (words.size() == 1 || words.contains(name) || words.contains(entry)) {
                out.println("    " + name + ": " + value);
            }
        });
    }

    void set(Given given) throws CyradmException {
        boolean isPrivate = given.option("private");
        List<String> words = given.count(3, 3);
        String value = words.get(2).equals("none") ? "" : words.get(2);
        String entry = words.get(1);
        if (ELSEWHERE.contains(entry)) {
            throw given.failed(
                    entry
                            + ": no annotation does this here: scripts do (pabal sieve), and the"
                            + " settings");
        }
        if (entry.equals("specialuse") || entry.endsWith("/specialuse")) {
            call(given, "mailbox.use", Map.of("name", words.getFirst(), "use", value));
            return;
        }
        Map<String, Object> arguments = new HashMap<>();
        arguments.put("name", words.getFirst());
        arguments.put("entry", entry(given, entry, isPrivate));
        arguments.put("value", value);
        call(given, "mailbox.metadata.set", arguments);
    }

    /// `setmetadata comment` is the owner's own, `mboxcfg comment` is for all.
    private static String entry(Given given, String entry, boolean isPrivate)
            throws CyradmException {
        if (entry.startsWith("/private/") || entry.startsWith("/shared/")) {
            return isPrivate ? entry.replaceFirst("^/shared/", "/private/") : entry;
        }
        if (entry.equals("comment")) {
            return (isPrivate || given.verb() == Verb.SET_METADATA ? "/private" : "/shared")
                    + "/comment";
        }
        if (entry.startsWith("/")) {
            return (isPrivate ? "/private" : "/shared") + entry;
        }
        throw given.failed("Unknown parameter " + entry);
    }

    private JsonNode call(Given given, String operation, Map<String, Object> arguments)
            throws CyradmException {
        try {
            return calls.call(operation, arguments);
        } catch (CyradmException refused) {
            throw given.failed(refused.reason());
        }
    }
}
