// SPDX-License-Identifier: Apache-2.0
package org.pabal.jmap.method;

import java.util.Optional;
import org.pabal.jmap.CreatedIds;
import org.pabal.jmap.SetError;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// What became of each object of a /set, as it is found out. RFC 8620 §5.3. For one thread.
public final class SetResponse {
    private final CreatedIds ids;
    private final ObjectNode created = JsonNodeFactory.instance.objectNode();
    private final ObjectNode updated = JsonNodeFactory.instance.objectNode();
    private final java.util.List<String> destroyed = new java.util.ArrayList<>();
    private final ObjectNode notCreated = JsonNodeFactory.instance.objectNode();
    private final ObjectNode notUpdated = JsonNodeFactory.instance.objectNode();
    private final ObjectNode notDestroyed = JsonNodeFactory.instance.objectNode();

    public SetResponse(CreatedIds ids) {
        this.ids = ids;
    }

    /// @param properties `id`, and whatever else the client did not give as it is now
    public void created(String creationId, ObjectNode properties) {
        created.set(creationId, properties);
        ids.put(creationId, properties.path("id").asString());
    }

    public void notCreated(String creationId, SetError error) {
        notCreated.set(creationId, error.json());
    }

    /// @param properties that have changed otherwise than asked for
    public void updated(String id, Optional<ObjectNode> properties) {
        if (properties.isPresent()) {
            updated.set(id, properties.get());
        } else {
            updated.putNull(id);
        }
    }

    public void notUpdated(String id, SetError error) {
        notUpdated.set(id, error.json());
    }

    public void destroyed(String id) {
        destroyed.add(id);
    }

    public void notDestroyed(String id, SetError error) {
        notDestroyed.set(id, error.json());
    }

    /// Whether anything was done.
    public boolean changedAnything() {
        return !created.isEmpty() || !updated.isEmpty() || !destroyed.isEmpty();
    }

    public ObjectNode json(String accountId, String oldState, String newState) {
        ObjectNode response = JsonNodeFactory.instance.objectNode();
        response.put("accountId", accountId);
        response.put("oldState", oldState);
        response.put("newState", newState);
        putUnlessEmpty(response, "created", created);
        putUnlessEmpty(response, "updated", updated);
        if (destroyed.isEmpty()) {
            response.putNull("destroyed");
        } else {
            destroyed.forEach(response.putArray("destroyed")::add);
        }
        putUnlessEmpty(response, "notCreated", notCreated);
        putUnlessEmpty(response, "notUpdated", notUpdated);
        putUnlessEmpty(response, "notDestroyed", notDestroyed);
        return response;
    }

    static void putUnlessEmpty(ObjectNode response, String name, ObjectNode value) {
        if (value.isEmpty()) {
            response.putNull(name);
        } else {
            response.set(name, value);
        }
    }
}
