// SPDX-License-Identifier: Apache-2.0
package org.pabal.jmap.method;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.pabal.jmap.CreatedIds;
import org.pabal.jmap.SetError;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// What an update changes: the paths of properties (RFC 6901, without the first `/`) and their new
/// values, `null` for the default. RFC 8620 §5.3: PatchObject.
///
/// @param json as it came
/// @param created what `#k1` in a path means
public record Patch(ObjectNode json, CreatedIds created) {

    /// The steps of a path: `mailboxIds/F1` has two. A reference to something created is resolved
    /// where it is not the first step.
    ///
    /// @throws SetError `invalidPatch`
    public List<String> steps(String path) {
        List<String> steps = new ArrayList<>();
        for (String raw : path.split("/", -1)) {
            String step = unescaped(path, raw);
            steps.add(
                    steps.isEmpty()
                            ? step
                            : created.resolve(step)
                                    .orElseThrow(() ->
                                            SetError.invalidPatch(step + " was not created.")));
        }
        return List.copyOf(steps);
    }

    /// RFC 6901 §4.
    private static String unescaped(String path, String step) {
        if (step.indexOf('~') < 0) {
            return step;
        }
        if (step.replace("~0", "").replace("~1", "").indexOf('~') >= 0) {
            throw SetError.invalidPatch("The path " + path + " is no JSON pointer.");
        }
        return step.replace("~1", "/").replace("~0", "~");
    }

    /// An object as this makes it; the given one stays as it is.
    ///
    /// @param current with all properties that can be changed, also those with default values
    /// @return where a property as a whole was set to its default, it is `null`
    /// @throws SetError `invalidPatch`
    public ObjectNode applyTo(ObjectNode current) {
        refusePrefixes();
        ObjectNode result = current.deepCopy();
        for (Map.Entry<String, JsonNode> entry : json.properties()) {
            apply(result, entry.getKey(), entry.getValue());
        }
        return result;
    }

    private void apply(ObjectNode whole, String path, JsonNode value) {
        List<String> steps = steps(path);
        JsonNode at = whole;
        for (String step : steps.subList(0, steps.size() - 1)) {
            at = at.get(step);
            if (at == null) {
                throw SetError.invalidPatch("Above " + path + " there is nothing.");
            }
            if (!at.isObject()) {
                throw SetError.invalidPatch(
                        "Above " + path + " there is no object; set the property as a whole.");
            }
        }
        set((ObjectNode) at, steps, value);
    }

    private static void set(ObjectNode at, List<String> steps, @Nullable JsonNode value) {
        String last = steps.getLast();
        if (value == null || value.isNull()) {
            if (steps.size() == 1) {
                at.set(last, JsonNodeFactory.instance.nullNode());
            } else {
                at.remove(last);
            }
        } else {
            at.set(last, value);
        }
    }

    /// No path may lie below another one of the same patch.
    private void refusePrefixes() {
        for (String path : json.propertyNames()) {
            for (int at = path.indexOf('/'); at >= 0; at = path.indexOf('/', at + 1)) {
                if (json.has(path.substring(0, at))) {
                    throw SetError.invalidPatch(
                            "The path " + path + " lies below another one of this patch.");
                }
            }
        }
    }
}
