// SPDX-License-Identifier: Apache-2.0
package org.pabal.jmap.email;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;
import org.pabal.jmap.Ids;
import org.pabal.jmap.JmapObject;
import org.pabal.jmap.MethodError;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Objects by creation id, as /import has them.
final class ObjectMaps {
    private ObjectMaps() {}

    /// @throws MethodError `invalidArguments`, `requestTooLarge`
    static SequencedMap<String, ObjectNode> read(JmapObject arguments, String name, int most) {
        ObjectNode given =
                arguments
                        .findObject(name)
                        .map(JmapObject::json)
                        .orElseThrow(() -> arguments.wrong(name, "is required"));
        if (given.size() > most) {
            throw MethodError.requestTooLarge(given.size() + " objects; at most " + most + ".");
        }
        SequencedMap<String, ObjectNode> objects = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> each : given.properties()) {
            if (!Ids.isId(each.getKey()) || !(each.getValue() instanceof ObjectNode object)) {
                throw arguments.wrong(name + "/" + each.getKey(), "must be an object under an id");
            }
            objects.put(each.getKey(), object);
        }
        return objects;
    }

    static void putUnlessEmpty(ObjectNode response, String name, ObjectNode value) {
        if (value.isEmpty()) {
            response.putNull(name);
        } else {
            response.set(name, value);
        }
    }
}
