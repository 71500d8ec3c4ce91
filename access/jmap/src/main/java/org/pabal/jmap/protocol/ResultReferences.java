// SPDX-License-Identifier: Apache-2.0
package org.pabal.jmap.protocol;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.pabal.jmap.MethodError;
import org.pabal.jmap.protocol.JmapRequest.Invocation;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Puts what earlier calls gave in the place of references to it. RFC 8620 §3.7. For one request.
///
/// What is put in counts against one measure for the whole request, so that results that hold
/// results cannot grow without end (THREATS J04).
final class ResultReferences {
    /// Of one path.
    private static final int MAX_STEPS = 64;

    private final List<Invocation> responses;
    private long left;

    /// @param responses so far, as they grow
    /// @param most characters and values that references may bring in
    ResultReferences(List<Invocation> responses, long most) {
        this.responses = responses;
        this.left = most;
    }

    /// @throws MethodError `invalidResultReference`, `invalidArguments`, `requestTooLarge`
    ObjectNode resolve(ObjectNode arguments) {
        if (arguments.propertyNames().stream().noneMatch(name -> name.startsWith("#"))) {
            return arguments;
        }
        ObjectNode resolved = JsonNodeFactory.instance.objectNode();
        for (Map.Entry<String, JsonNode> each : arguments.properties()) {
            if (!each.getKey().startsWith("#")) {
                resolved.set(each.getKey(), each.getValue());
                continue;
            }
            String name = each.getKey().substring(1);
            if (arguments.has(name)) {
                throw MethodError.invalidArgument(name, "is given both as it is and by reference");
            }
            resolved.set(name, lookUp(each.getKey(), each.getValue()));
        }
        return resolved;
    }

    private JsonNode lookUp(String name, JsonNode reference) {
        boolean isOne =
                reference.isObject()
                        && reference.path("resultOf").isString()
                        && reference.path("name").isString()
                        && reference.path("path").isString();
        if (!isOne) {
            throw MethodError.invalidArgument(
                    name, "must be a reference: an object of resultOf, name and path");
        }
        String callId = reference.path("resultOf").stringValue();
        String method = reference.path("name").stringValue();
        String path = reference.path("path").stringValue();
        JsonNode found =
                responses.stream()
                        .filter(each -> each.callId().equals(callId))
                        .findFirst()
                        .filter(each -> each.name().equals(method))
                        .flatMap(each -> at(each.arguments(), steps(path), 0))
                        .orElseThrow(() ->
                                invalid(
                                        name
                                                + " refers to what the response to "
                                                + callId
                                                + " does not have."));
        weigh(found);
        return found;
    }

    private static MethodError invalid(String description) {
        return MethodError.of("invalidResultReference", description);
    }

    /// A JSON pointer (RFC 6901), taken apart.
    private static List<String> steps(String path) {
        if (path.isEmpty()) {
            return List.of();
        }
        String[] steps = path.split("/", -1);
        if (!steps[0].isEmpty() || steps.length > MAX_STEPS) {
            throw invalid("The path " + path + " is no JSON pointer.");
        }
        List<String> unescaped = new ArrayList<>();
        for (String step : List.of(steps).subList(1, steps.length)) {
            unescaped.add(step.replace("~1", "/").replace("~0", "~"));
        }
        return unescaped;
    }

    private Optional<JsonNode> at(JsonNode node, List<String> steps, int next) {
        if (next == steps.size()) {
            return Optional.of(node);
        }
        String step = steps.get(next);
        if (node.isArray()) {
            return step.equals("*")
                    ? ofEach((ArrayNode) node, steps, next + 1)
                    : index(step)
                            .filter(index -> index < node.size())
                            .flatMap(index -> at(node.path(index), steps, next + 1));
        }
        return Optional.ofNullable(node.isObject() ? node.get(step) : null)
                .flatMap(child -> at(child, steps, next + 1));
    }

    /// RFC 6901 §4: without zeros in front.
    private static Optional<Integer> index(String step) {
        return step.matches("0|[1-9][0-9]{0,8}")
                ? Optional.of(Integer.parseInt(step))
                : Optional.empty();
    }

    /// `*`: the rest of the path applied to each item; what gives an array is put in item by item.
    private Optional<JsonNode> ofEach(ArrayNode array, List<String> steps, int next) {
        ArrayNode all = JsonNodeFactory.instance.arrayNode();
        for (JsonNode item : array) {
            Optional<JsonNode> found = at(item, steps, next);
            if (found.isEmpty()) {
                return Optional.empty();
            }
            spend(1 + found.get().size());
            if (found.get() instanceof ArrayNode several) {
                all.addAll(several);
            } else {
                all.add(found.get());
            }
        }
        return Optional.of(all);
    }

    private void weigh(JsonNode node) {
        spend(node.isString() ? 1 + node.stringValue().length() : 1);
        node.properties().forEach(each -> spend(each.getKey().length()));
        node.values().forEach(this::weigh);
    }

    private void spend(long weight) {
        left -= weight;
        if (left < 0) {
            throw MethodError.requestTooLarge("The references bring in too much.");
        }
    }
}
