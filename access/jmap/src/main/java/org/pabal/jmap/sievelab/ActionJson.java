// SPDX-License-Identifier: Apache-2.0
package org.pabal.jmap.sievelab;

import java.util.List;
import java.util.Optional;
import org.pabal.sieve.Action;
import org.pabal.sieve.Finding;
import org.pabal.sieve.Outcome;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// What scripts decide, as clients see it: an action is `{"name": command, "arguments": {...}}`.
final class ActionJson {
    private static final int MAX_TEXT = 300;

    private ActionJson() {}

    static ArrayNode of(List<Action> actions) {
        ArrayNode array = JsonNodeFactory.instance.arrayNode();
        actions.stream()
                .filter(action -> !(action instanceof Action.Remember)) // nothing anyone sees
                .map(ActionJson::of)
                .forEach(array::add);
        return array;
    }

    private static ObjectNode of(Action action) {
        return switch (action) {
            case Action.Keep(_, var flags, boolean implicit) ->
                    flagged(json("keep", "implicit", implicit ? "yes" : ""), flags);
            case Action.FileInto(_, var mailbox, var flags) ->
                    flagged(json("fileinto", "mailbox", mailbox.name()), flags);
            case Action.Redirect redirect -> json("redirect", "to", redirect.to().toString());
            case Action.Discard _ -> json("discard", "", "");
            case Action.Reject(String reason, boolean extended) ->
                    json(extended ? "ereject" : "reject", "reason", reason);
            case Action.Vacation vacation -> json("vacation", "reason", vacation.reason());
            case Action.Notification notification ->
                    json("notify", "method", notification.method().toString());
            case Action.Pipe pipe -> json("pipe", "program", pipe.program());
            case Action.Execute execute -> json("execute", "program", execute.program());
            case Action.Remember(String id, _) -> json("duplicate", "id", id);
            case Action.Snooze snooze -> json("snooze", "until", snooze.until().toString());
        };
    }

    /// @param value an argument without one is left out
    private static ObjectNode json(String name, String argument, String value) {
        ObjectNode json = JsonNodeFactory.instance.objectNode().put("name", name);
        ObjectNode arguments = json.putObject("arguments");
        if (!value.isEmpty()) {
            boolean isLong = value.length() > MAX_TEXT;
            arguments.put(argument, isLong ? value.substring(0, MAX_TEXT) : value);
        }
        return json;
    }

    private static ObjectNode flagged(ObjectNode json, Optional<List<String>> flags) {
        flags.ifPresent(all -> {
            ArrayNode array = json.withObject("/arguments").putArray("flags");
            all.forEach(array::add);
        });
        return json;
    }

    /// An answered test.
    static ObjectNode of(Outcome.Decision decision) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("line", decision.line());
        json.put("test", decision.text());
        decision.answer()
                .ifPresentOrElse(
                        answer -> json.put("result", answer), () -> json.putNull("result"));
        return json;
    }

    static ObjectNode of(Finding finding) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("line", finding.line())
                .put("column", finding.column())
                .put("message", finding.text());
    }
}
