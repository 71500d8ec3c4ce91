// SPDX-License-Identifier: Apache-2.0
package org.pabal.server.administration;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.pabal.sieve.Action;

/// Actions of scripts as administrators see them: `action` is the command's name.
final class ShownActions {
    private ShownActions() {}

    static Map<String, Object> of(Action action) {
        return switch (action) {
            case Action.Keep(_, var flags, boolean implicit) ->
                    with(named("keep"), "implicit", implicit, flags);
            case Action.FileInto(_, var mailbox, var flags) ->
                    with(named("fileinto"), "mailbox", mailbox.name(), flags);
            case Action.Redirect redirect ->
                    with(named("redirect"), "to", redirect.to().toString());
            case Action.Discard _ -> named("discard");
            case Action.Reject(String reason, boolean extended) ->
                    with(named(extended ? "ereject" : "reject"), "reason", reason);
            case Action.Vacation vacation -> with(named("vacation"), "reason", vacation.reason());
            case Action.Notification notification ->
                    with(named("notify"), "method", notification.method().toString());
            case Action.Pipe pipe -> program("pipe", pipe.program(), pipe.arguments());
            case Action.Execute execute ->
                    program("execute", execute.program(), execute.arguments());
            case Action.Remember(String id, _) -> with(named("duplicate"), "id", id);
            case Action.Snooze snooze -> with(named("snooze"), "until", snooze.until().toString());
        };
    }

    private static Map<String, Object> named(String action) {
        Map<String, Object> shown = new LinkedHashMap<>();
        shown.put("action", action);
        return shown;
    }

    private static Map<String, Object> with(Map<String, Object> shown, String key, Object value) {
        shown.put(key, value);
        return shown;
    }

    private static Map<String, Object> with(
            Map<String, Object> shown, String key, Object value, Optional<List<String>> flags) {
        flags.ifPresent(each -> shown.put("flags", each));
        return with(shown, key, value);
    }

    private static Map<String, Object> program(
            String action, String program, List<String> arguments) {
        return with(with(named(action), "program", program), "arguments", arguments);
    }
}
