// SPDX-License-Identifier: Apache-2.0
package org.pabal.jmap.method;

import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.pabal.jmap.JmapAccount;
import org.pabal.jmap.JmapObject;
import org.pabal.jmap.MethodCall;
import org.pabal.jmap.MethodError;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// The arguments of a /get. RFC 8620 §5.1.
///
/// @param ids each once; empty for all that there are
/// @param properties `id` among them
/// @param most ids that one call may ask for
public record GetRequest(
        JmapAccount account, Optional<List<String>> ids, Set<String> properties, int most) {

    /// Reads the arguments; others that the method has are read before.
    ///
    /// @param defaults all properties that are given when none are named
    public static GetRequest read(
            MethodCall call,
            JmapAccount account,
            Predicate<String> isProperty,
            Collection<String> defaults) {
        JmapObject arguments = call.arguments();
        Optional<List<String>> ids = arguments.findIds("ids");
        int most = call.limits().maxObjectsInGet();
        ids.ifPresent(all -> refuseMore(all.size(), most));
        Set<String> properties = new LinkedHashSet<>();
        properties.add("id");
        properties.addAll(arguments.findStrings("properties").orElse(List.copyOf(defaults)));
        for (String each : properties) {
            if (!each.equals("id") && !isProperty.test(each)) {
                throw arguments.wrong("properties", "names one that is not known here: " + each);
            }
        }
        arguments.nothingElse();
        return new GetRequest(account, ids, properties, most);
    }

    /// Of a type that has just these properties.
    public static GetRequest read(
            MethodCall call, JmapAccount account, Collection<String> properties) {
        return read(call, account, properties::contains, properties);
    }

    /// @param all ids that there are, asked for only when the client wants all
    /// @throws MethodError `requestTooLarge`
    public List<String> idsOr(Supplier<List<String>> all) {
        if (ids.isPresent()) {
            return ids.get();
        }
        List<String> found = all.get();
        refuseMore(found.size(), most);
        return found;
    }

    private static void refuseMore(int asked, int most) {
        if (asked > most) {
            throw MethodError.requestTooLarge(
                    asked + " objects are asked for; at most " + most + " are given at once.");
        }
    }

    /// An object with those of its properties that are asked for.
    public ObjectNode pick(ObjectNode whole) {
        ObjectNode picked = JsonNodeFactory.instance.objectNode();
        for (String name : properties) {
            JsonNode value = whole.get(name);
            if (value != null) {
                picked.set(name, value);
            }
        }
        return picked;
    }

    /// The response.
    public ObjectNode response(
            String state, Collection<ObjectNode> list, Collection<String> notFound) {
        ObjectNode response = JsonNodeFactory.instance.objectNode();
        response.put("accountId", account.id());
        response.put("state", state);
        ArrayNode objects = response.putArray("list");
        list.forEach(objects::add);
        ArrayNode missing = response.putArray("notFound");
        notFound.forEach(missing::add);
        return response;
    }

    /// The response of a type that has one object.
    public ObjectNode response(String state, Supplier<ObjectNode> whole) {
        return response(
                state,
                List.of(SingletonTarget.ID),
                id -> id.equals(SingletonTarget.ID) ? Optional.of(whole.get()) : Optional.empty());
    }

    /// The response of a type whose objects are at hand.
    ///
    /// @param all in the order in which they are given when all are wanted
    /// @param whole with all properties; empty for an id that is not there
    public ObjectNode response(
            String state, List<String> all, Function<String, Optional<ObjectNode>> whole) {
        Collection<ObjectNode> list = new java.util.ArrayList<>();
        Collection<String> notFound = new java.util.ArrayList<>();
        for (String id : idsOr(() -> all)) {
            whole.apply(id)
                    .ifPresentOrElse(object -> list.add(pick(object)), () -> notFound.add(id));
        }
        return response(state, list, notFound);
    }
}
