// SPDX-License-Identifier: Apache-2.0
package org.pabal.jmap.method;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import org.pabal.jmap.Ids;
import org.pabal.jmap.JmapAccount;
import org.pabal.jmap.JmapObject;
import org.pabal.jmap.MethodCall;
import org.pabal.jmap.MethodError;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// The arguments of a /set. RFC 8620 §5.3.
///
/// @param create by creation id; those that others of them refer to come first
/// @param update by id, as the client gave it: perhaps with `#` before a creation id
/// @param destroy ids, as the client gave them, each once
public record SetRequest(
        JmapAccount account,
        Optional<String> ifInState,
        SequencedMap<String, ObjectNode> create,
        SequencedMap<String, Patch> update,
        List<String> destroy) {

    /// Reads the arguments; others that the method has are read before.
    public static SetRequest read(MethodCall call, JmapAccount account) {
        JmapObject arguments = call.arguments();
        Optional<String> ifInState = arguments.findString("ifInState");
        SequencedMap<String, ObjectNode> create = inOrder(objects(arguments, "create"));
        for (String creationId : create.keySet()) {
            if (!Ids.isId(creationId)) {
                throw arguments.wrong("create", "has what is no creation id: " + creationId);
            }
        }
        SequencedMap<String, Patch> update = new LinkedHashMap<>();
        objects(arguments, "update")
                .forEach((id, patch) -> update.put(id, new Patch(patch, call.created())));
        List<String> destroy =
                arguments.findStrings("destroy").orElse(List.of()).stream().distinct().toList();
        arguments.nothingElse();
        int all = create.size() + update.size() + destroy.size();
        if (all > call.limits().maxObjectsInSet()) {
            throw MethodError.requestTooLarge(
                    all + " objects; at most " + call.limits().maxObjectsInSet() + " at once.");
        }
        return new SetRequest(account, ifInState, create, update, destroy);
    }

    static SequencedMap<String, ObjectNode> objects(JmapObject arguments, String name) {
        SequencedMap<String, ObjectNode> objects = new LinkedHashMap<>();
        for (var entry :
                arguments.findObject(name).map(JmapObject::json).stream()
                        .flatMap(object -> object.properties().stream())
                        .toList()) {
            if (!(entry.getValue() instanceof ObjectNode object)) {
                throw arguments.wrong(name + "/" + entry.getKey(), "must be an object");
            }
            objects.put(entry.getKey(), object);
        }
        return objects;
    }

    /// Those first that others refer to; where they refer to each other in a circle, as they came.
    private static SequencedMap<String, ObjectNode> inOrder(
            SequencedMap<String, ObjectNode> objects) {
        Map<String, Set<String>> needs = new LinkedHashMap<>();
        objects.forEach((id, object) -> {
            Set<String> references = new HashSet<>();
            collect(object, references);
            references.retainAll(objects.keySet());
            needs.put(id, references);
        });
        SequencedMap<String, ObjectNode> ordered = new LinkedHashMap<>();
        boolean found = true;
        while (found && ordered.size() < objects.size()) {
            List<String> ready = new ArrayList<>();
            needs.forEach((id, references) -> {
                if (ordered.keySet().containsAll(references)) {
                    ready.add(id);
                }
            });
            ready.forEach(id -> ordered.put(id, objects.get(id)));
            ready.forEach(needs::remove);
            found = !ready.isEmpty();
        }
        objects.forEach(ordered::putIfAbsent);
        return ordered;
    }

    private static void collect(JsonNode node, Set<String> references) {
        if (node.isString()) {
            add(node.stringValue(), references);
        }
        if (node.isObject()) {
            node.properties().forEach(entry -> add(entry.getKey(), references));
        }
        node.values().forEach(child -> collect(child, references));
    }

    private static void add(String text, Set<String> references) {
        if (text.startsWith("#")) {
            references.add(text.substring(1));
        }
    }

    /// @throws MethodError `stateMismatch`
    public void check(String state) {
        if (ifInState.isPresent() && !ifInState.get().equals(state)) {
            throw MethodError.stateMismatch();
        }
    }
}
