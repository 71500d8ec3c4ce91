// SPDX-License-Identifier: Apache-2.0
package org.pabal.jmap.method;

import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
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

    /// How one list of objects has become another.
    ///
    /// @param before of each its id, a space, and what is another text when the object is another
    public static ChangedIds between(List<String> before, List<String> after, String newState) {
        Set<String> same = new HashSet<>(before);
        Set<String> were = new HashSet<>(ids(before));
        List<String> other = ids(after.stream().filter(line -> !same.contains(line)).toList());
        Set<String> are = new HashSet<>(ids(after));
        return new ChangedIds(
                newState,
                false,
                other.stream().filter(id -> !were.contains(id)).toList(),
                other.stream().filter(were::contains).toList(),
                ids(before).stream().filter(id -> !are.contains(id)).toList());
    }

    private static List<String> ids(List<String> lines) {
        return lines.stream().map(line -> line.substring(0, line.indexOf(' '))).toList();
    }

    /// In all three lists.
    public int count() {
        return created.size() + updated.size() + destroyed.size();
    }

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
