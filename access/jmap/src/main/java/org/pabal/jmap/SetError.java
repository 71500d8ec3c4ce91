// SPDX-License-Identifier: Apache-2.0
package org.pabal.jmap;

import java.util.Collection;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// One object of a /set, /copy or /import that was left as it is: thrown where that is found out, or
/// handed on as a value. RFC 8620 §5.3.
public final class SetError extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient ObjectNode json;

    private SetError(String type, ObjectNode json) {
        super(type, null, false, false);
        this.json = json;
    }

    /// @param type as registered
    /// @param description one sentence of what to do
    public static SetError of(String type, String description) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("type", type);
        json.put("description", description);
        return new SetError(type, json);
    }

    public static SetError forbidden(String description) {
        return of("forbidden", description);
    }

    public static SetError overQuota(String description) {
        return of("overQuota", description);
    }

    public static SetError tooLarge(String description) {
        return of("tooLarge", description);
    }

    public static SetError notFound() {
        return of("notFound", "There is no object with this id.");
    }

    public static SetError willDestroy() {
        return of("willDestroy", "The same call destroys it.");
    }

    public static SetError singleton() {
        return of("singleton", "There is exactly one of these; it can only be changed.");
    }

    public static SetError invalidPatch(String description) {
        return of("invalidPatch", description);
    }

    public static SetError invalidProperties(String description, Collection<String> properties) {
        SetError error = of("invalidProperties", description);
        properties.forEach(error.json.putArray("properties")::add);
        return error;
    }

    /// @param property which one is wrong
    /// @param what is wrong with it: `must be a string`
    public static SetError invalidProperty(String property, String what) {
        return invalidProperties("The property " + property + " " + what + ".", List.of(property));
    }

    /// @param existingId of the object that is there already
    public static SetError alreadyExists(String existingId) {
        return of("alreadyExists", "The same object is there already.")
                .with("existingId", JsonNodeFactory.instance.stringNode(existingId));
    }

    /// Adds what a type of error has beside its description.
    public SetError with(String name, JsonNode value) {
        ObjectNode more = json.deepCopy();
        more.set(name, value);
        return new SetError(type(), more);
    }

    public String type() {
        return getMessage();
    }

    /// As it stands in `notCreated`, `notUpdated`, `notDestroyed`.
    public ObjectNode json() {
        return json;
    }

    @Override
    public String getMessage() {
        return String.valueOf(super.getMessage());
    }
}
