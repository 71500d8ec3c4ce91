// SPDX-License-Identifier: Apache-2.0
package org.pabal.jmap.method;

import java.util.Collection;
import java.util.List;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// What a /changes tells: an id is in at most one of the lists. RFC 8620 §5.2.
///
/// @param newState in which the client is once it has taken these
public record ChangedIds(
        String newState,
        boolean hasMoreChanges,
        List<String> created,
        List<String> updated,
        List<String> destroyed) {

    public static ChangedIds none(String state) {
        return new ChangedIds(state, false, List.of(), List.of(), List.of());
    }

    ObjectNode json(String accountId, String oldState) {
        ObjectNode response = JsonNodeFactory.instance.objectNode();
        response.put("accountId", accountId);
        response.put("oldState", oldState);
        response.put("newState", newState);
        response.put("hasMoreChanges", hasMoreChanges);
        put(response.putArray("created"), created);
        put(response.putArray("updated"), updated);
        put(response.putArray("destroyed"), destroyed);
        return response;
    }

    private static void put(ArrayNode array, Collection<String> ids) {
        ids.forEach(array::add);
    }
}
