// SPDX-License-Identifier: Apache-2.0
package org.pabal.jmap.vacation;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.pabal.directory.Account;
import org.pabal.jmap.JmapMethod;
import org.pabal.jmap.JmapObject;
import org.pabal.jmap.SetError;
import org.pabal.jmap.method.SingletonTarget;
import org.pabal.mda.memory.DeliveryMemory;
import org.pabal.mda.scripts.ScriptOutcome;
import org.pabal.mda.scripts.ScriptStore;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// The vacation responses of accounts.
public record VacationResponses(ScriptStore scripts) {
    static final List<String> PROPERTIES =
            List.of("id", "isEnabled", "fromDate", "toDate", "subject", "textBody", "htmlBody");

    /// What only clients see that name our capability in `using`: other words for people of the same
    /// domain, whether only people are answered whom the owner has written to, after how many days
    /// somebody is answered again. docs/operations/jmap.md
    static final String ORGANIZATION = "organization";

    static final String ONLY_KNOWN = "onlyKnown";
    static final String DAYS = "days";
    static final List<String> EXTRAS = List.of(ORGANIZATION, ONLY_KNOWN, DAYS);

    /// Who was answered, the newest first; given when it is asked for, and never set.
    static final String ANSWERED = "answered";

    private static final int MAX_ANSWERED = 1_000;
    private static final String MARK = "# ";
    private static final JsonMapper JSON = new JsonMapper();

    /// @param memory knows who was answered
    public List<JmapMethod> methods(DeliveryMemory memory) {
        return List.of(new VacationGet(this, memory), new VacationSet(this));
    }

    /// @param state a digest of what is stored
    record Current(ObjectNode json, String state) {}

    /// As /get shows it.
    public ObjectNode json(Account account) {
        return of(account).json();
    }

    Current of(Account account) {
        Optional<byte[]> script = scripts.replyText(account);
        ObjectNode json = defaults();
        script.flatMap(VacationResponses::read).ifPresent(json::setAll);
        json.put("id", SingletonTarget.ID);
        return new Current(json, script.map(VacationResponses::digest).orElse("0"));
    }

    /// `[{"address": "bob@example.net", "at": "…", "until": "…"}]`
    static ArrayNode answered(DeliveryMemory memory, Account account) {
        ArrayNode list = JsonNodeFactory.instance.arrayNode();
        memory.answered(account.id(), VacationScript.MEMORY, MAX_ANSWERED)
                .forEach(each ->
                        list.addObject()
                                .put("address", each.address())
                                .put("at", JmapObject.utcDate(each.at()))
                                .put("until", JmapObject.utcDate(each.until())));
        return list;
    }

    private static ObjectNode defaults() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("isEnabled", false);
        for (String name : List.of("fromDate", "toDate", "subject", "textBody", "htmlBody")) {
            json.putNull(name);
        }
        json.putNull(ORGANIZATION);
        json.put(ONLY_KNOWN, false);
        json.putNull(DAYS);
        return json;
    }

    private static Optional<ObjectNode> read(byte[] script) {
        String first = new String(script, StandardCharsets.UTF_8).lines().findFirst().orElse("");
        try {
            return first.startsWith(MARK)
                            && JSON.readTree(first.substring(MARK.length()))
                                    instanceof ObjectNode object
                    ? Optional.of(object)
                    : Optional.empty();
        } catch (JacksonException broken) {
            throw new IllegalStateException("a vacation response is no JSON", broken);
        }
    }

    /// @throws SetError when it cannot be a script
    void put(Account account, ObjectNode response) {
        ObjectNode kept = response.deepCopy();
        kept.remove("id");
        String text =
                MARK
                        + JSON.writeValueAsString(kept)
                        + "\r\n"
                        + VacationScript.of(response, account.address().domain());
        switch (scripts.putReply(account, text.getBytes(StandardCharsets.UTF_8))) {
            case ScriptOutcome.Done _ -> {}
            case ScriptOutcome.NoRoom(_, long most) ->
                    throw SetError.tooLarge("A reply has at most " + most + " octets.");
            case ScriptOutcome.Refused(var errors) ->
                    throw SetError.forbidden(
                            "This server does not reply for people who are away: "
                                    + errors.getFirst());
            case ScriptOutcome.NoSuchScript _,
                    ScriptOutcome.AlreadyExists _,
                    ScriptOutcome.IsActive _ ->
                    throw new IllegalStateException("a reply has no name");
        }
    }

    private static String digest(byte[] octets) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(octets), 0, 8);
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException("this Java runtime has no SHA-256", missing);
        }
    }
}
