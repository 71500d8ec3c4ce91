// SPDX-License-Identifier: Apache-2.0
package org.pabal.jmap.imports;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.pabal.fetch.FetchException;
import org.pabal.fetch.FetchSource;
import org.pabal.jmap.JmapObject;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// A job as its document has it: its server, how far it has come, what it could not bring. For one
/// thread.
///
/// @param json changed in place; kept by whoever commits it
record ImportJob(ObjectNode json) {
    /// What could not be brought is listed so far; the rest is counted.
    private static final int MOST_LEFT = 200;

    /// What is shown of a server's words.
    private static final int MAX_NAME = 300;

    static ImportJob of(FetchSource source, List<String> skip, Instant now) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.set("server", ImportSources.kept(source));
        json.put("state", ImportState.WAITING.shown());
        json.putNull("trouble");
        json.put("created", JmapObject.utcDate(now));
        json.putNull("ended");
        json.put("moved", now.getEpochSecond());
        ArrayNode skipped = json.putArray("skip");
        skip.forEach(skipped::add);
        json.putArray("folders");
        json.put("brought", 0L);
        json.put("there", 0L);
        json.putArray("left");
        json.put("leftCount", 0L);
        return new ImportJob(json);
    }

    ImportJob copy() {
        return new ImportJob(json.deepCopy());
    }

    ImportState state() {
        return ImportState.of(json.path("state").asString(""));
    }

    Optional<FetchSource> source() {
        return ImportSources.of(json.path("server"));
    }

    String host() {
        return json.path("server").path("host").asString("");
    }

    /// Names of mailboxes that are left out.
    Set<String> skip() {
        Set<String> names = new HashSet<>();
        json.path("skip").forEach(each -> names.add(each.asString("")));
        return names;
    }

    /// When the last message came.
    Instant moved() {
        return Instant.ofEpochSecond(json.path("moved").asLong());
    }

    void works() {
        json.put("state", ImportState.WORKING.shown());
        json.putNull("trouble");
    }

    void waits(String trouble, String said) {
        json.put("state", ImportState.WAITING.shown());
        json.set("trouble", trouble(trouble, said));
    }

    /// The end: the secret goes.
    void ends(ImportState state, Instant now) {
        json.put("state", state.shown());
        json.put("ended", JmapObject.utcDate(now));
        ImportSources.wipe((ObjectNode) json.path("server"));
    }

    void fails(String trouble, String said, Instant now) {
        ends(ImportState.FAILED, now);
        json.set("trouble", trouble(trouble, said));
    }

    private static ObjectNode trouble(String type, String said) {
        return JsonNodeFactory.instance.objectNode().put("type", type).put("said", said);
    }

    /// `LOGIN` is `login`, `NO_TLS` is `noTls`.
    static String typeOf(FetchException.Reason reason) {
        String[] words = reason.name().toLowerCase(Locale.ROOT).split("_");
        StringBuilder type = new StringBuilder(words[0]);
        for (int i = 1; i < words.length; i++) {
            type.append(Character.toUpperCase(words[i].charAt(0))).append(words[i].substring(1));
        }
        return type.toString();
    }

    void count(long brought, long there, Instant now) {
        json.put("brought", json.path("brought").asLong() + brought);
        json.put("there", json.path("there").asLong() + there);
        json.put("moved", now.getEpochSecond());
    }

    /// Notes what could not be brought.
    ///
    /// @param uid 0 for the mailbox itself
    /// @param why a code that the pages word
    void leave(String folder, long uid, String why) {
        ArrayNode left = (ArrayNode) json.path("left");
        json.put("leftCount", json.path("leftCount").asLong() + 1);
        if (left.size() < MOST_LEFT) {
            left.addObject().put("folder", cut(folder)).put("uid", uid).put("type", why);
        }
    }

    private static String cut(String name) {
        return name.length() <= MAX_NAME ? name : name.substring(0, MAX_NAME);
    }

    List<Folder> folders() {
        List<Folder> all = new ArrayList<>();
        for (JsonNode each : json.path("folders")) {
            all.add(new Folder((ObjectNode) each));
        }
        return all;
    }

    /// The folder of this name, made when there is none.
    Folder folder(String wireName, String shown) {
        return folders().stream()
                .filter(each -> each.wireName().equals(wireName))
                .findFirst()
                .orElseGet(() ->
                        new Folder(
                                ((ArrayNode) json.path("folders"))
                                        .addObject()
                                        .put("wire", wireName)
                                        .put("name", cut(shown))
                                        .putNull("mailboxId")
                                        .put("uidValidity", 0L)
                                        .put("lastUid", 0L)
                                        .put("total", 0L)
                                        .put("done", 0L)
                                        .put("over", false)));
    }

    /// How far one mailbox of the other server has come.
    record Folder(ObjectNode json) {
        String wireName() {
            return json.path("wire").asString("");
        }

        String name() {
            return json.path("name").asString("");
        }

        boolean isOver() {
            return json.path("over").asBoolean(false);
        }

        Optional<String> mailboxId() {
            return Optional.of(json.path("mailboxId").asString("")).filter(id -> !id.isEmpty());
        }

        void goesTo(String mailboxId) {
            json.put("mailboxId", mailboxId);
        }

        long lastUid() {
            return json.path("lastUid").asLong();
        }

        void total(long messages) {
            json.put("total", messages);
        }

        /// Goes on where it was, or, where UIDs are others now (or are good for one session only), anew:
        /// what has come already is found there. RFC 3501 §2.3.1.1.
        void opened(long uidValidity, long messages) {
            if (uidValidity == 0 || uidValidity != json.path("uidValidity").asLong()) {
                json.put("lastUid", 0L);
                json.put("done", 0L);
            }
            json.put("uidValidity", uidValidity);
            total(messages);
        }

        void reached(long uid, long messages) {
            json.put("lastUid", uid);
            json.put("done", json.path("done").asLong() + messages);
        }

        void ends() {
            json.put("over", true);
        }
    }
}
