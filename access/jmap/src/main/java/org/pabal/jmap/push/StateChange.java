// SPDX-License-Identifier: Apache-2.0
package org.pabal.jmap.push;

import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// What changed, and where a client is that knows of it. RFC 8620 §7.1.
///
/// @param changed by the account's id, the state of each type
/// @param known where the client is with this
public record StateChange(Map<String, Map<String, String>> changed, KnownStates known) {

    public ObjectNode json() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("@type", "StateChange");
        ObjectNode accounts = json.putObject("changed");
        changed.forEach(
                (account, types) -> types.forEach(accounts.withObjectProperty(account)::put));
        return json;
    }

    /// The same for a WebSocket. RFC 8887 §4.3.5.3.
    public ObjectNode jsonWithPushState() {
        return json().put("pushState", known.toString());
    }

    static Optional<StateChange> of(Map<String, Map<String, String>> changed, KnownStates known) {
        return changed.isEmpty() ? Optional.empty() : Optional.of(new StateChange(changed, known));
    }
}
