// SPDX-License-Identifier: Apache-2.0
package org.pabal.jmap;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// An object from a client, read by its types (RFC 8620 §1.1 to §1.4): a method's arguments, or an
/// object that it is to create. What is of a wrong type is answered with an error that names it:
/// `invalidArguments` or `invalidProperties`. `null` is as good as absent.
///
/// It notes what was read, so that what nobody knows is refused at the end: {@link #nothingElse}.
public final class JmapObject {
    /// The greatest whole number that every client can write. RFC 8620 §1.3.
    public static final long MAX_INT = (1L << 53) - 1;

    /// RFC 8620 §1.4: the letters are upper case, and there is no fraction of zero.
    private static final Pattern DATE =
            Pattern.compile(
                    "\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d*[1-9])?(Z|[+-]\\d\\d:\\d\\d)");

    private final ObjectNode json;
    private final CreatedIds created;
    private final Wrong wrong;
    private final String path;
    private final Set<String> read = new HashSet<>();

    private JmapObject(ObjectNode json, CreatedIds created, Wrong wrong, String path) {
        this.json = json;
        this.created = created;
        this.wrong = wrong;
        this.path = path;
    }

    /// What is thrown for a value that cannot be taken.
    private interface Wrong {
        RuntimeException of(String name, String what);
    }

    static JmapObject ofArguments(ObjectNode json, CreatedIds created) {
        return new JmapObject(json, created, MethodError::invalidArgument, "");
    }

    /// An object to create; also what an update would make of one.
    public static JmapObject ofProperties(ObjectNode json, CreatedIds created) {
        return new JmapObject(json, created, SetError::invalidProperty, "");
    }

    /// As it came. What is read from it is not noted: {@link #known}.
    public ObjectNode json() {
        return json;
    }

    public boolean has(String name) {
        return json.has(name);
    }

    /// Notes names as read.
    public JmapObject known(String... names) {
        read.addAll(List.of(names));
        return this;
    }

    /// Refuses what nobody has asked for.
    public void nothingElse() {
        for (String name : json.propertyNames()) {
            if (!read.contains(name)) {
                throw wrong(name, "is not known here");
            }
        }
    }

    /// The same of a condition of a filter. RFC 8620 §5.5.
    ///
    /// @throws MethodError `unsupportedFilter`
    public void noOtherCondition() {
        for (String name : json.propertyNames()) {
            if (!read.contains(name)) {
                throw MethodError.unsupportedFilter("Nothing is found by " + name + " here.");
            }
        }
    }

    /// The error for a value that is of the right type and wrong all the same.
    ///
    /// @param what is wrong with it: `must name a mailbox`
    public RuntimeException wrong(String name, String what) {
        return wrong.of(path + name, what);
    }

    /// Anything; empty for `null`.
    public Optional<JsonNode> any(String name) {
        return Optional.ofNullable(value(name));
    }

    private @Nullable JsonNode value(String name) {
        read.add(name);
        JsonNode value = json.get(name);
        return value == null || value.isNull() ? null : value;
    }

    private JsonNode required(String name) {
        JsonNode value = value(name);
        if (value == null) {
            throw wrong(name, "is required");
        }
        return value;
    }

    public Optional<String> findString(String name) {
        return any(name).map(value -> stringOf(name, value));
    }

    public String string(String name) {
        return stringOf(name, required(name));
    }

    private String stringOf(String name, JsonNode value) {
        if (!value.isString()) {
            throw wrong(name, "must be a string");
        }
        return value.stringValue();
    }

    /// A reference to something created (`#k1`) is resolved.
    public Optional<String> findId(String name) {
        return any(name).map(value -> idOf(name, value));
    }

    /// A reference to something created (`#k1`) is resolved.
    public String id(String name) {
        return idOf(name, required(name));
    }

    private String idOf(String name, JsonNode value) {
        if (!value.isString()) {
            throw wrong(name, "must be an id");
        }
        String text = value.stringValue();
        String id =
                created.resolve(text)
                        .orElseThrow(
                                () -> wrong(name, "refers to nothing that was created: " + text));
        if (!Ids.isId(id)) {
            throw wrong(name, "must be an id: 1 to 255 of A-Z a-z 0-9 - _");
        }
        return id;
    }

    /// Ids in their order, each once.
    public Optional<List<String>> findIds(String name) {
        return any(name)
                .map(value -> {
                    Set<String> ids = new LinkedHashSet<>();
                    for (JsonNode each : arrayOf(name, value)) {
                        ids.add(idOf(name, each));
                    }
                    return List.copyOf(ids);
                });
    }

    public Optional<List<String>> findStrings(String name) {
        return any(name)
                .map(value -> {
                    List<String> strings = new ArrayList<>(value.size());
                    for (JsonNode each : arrayOf(name, value)) {
                        strings.add(stringOf(name, each));
                    }
                    return List.copyOf(strings);
                });
    }

    private JsonNode arrayOf(String name, JsonNode value) {
        if (!value.isArray()) {
            throw wrong(name, "must be an array");
        }
        return value;
    }

    /// `Id[Boolean]`: the ids that are true; references to something created are resolved.
    public Optional<Set<String>> findIdSet(String name) {
        return findSet(name)
                .map(ids -> ids.stream().map(id -> idOfKey(name, id)).toList())
                .map(LinkedHashSet::new);
    }

    private String idOfKey(String name, String key) {
        return created.resolve(key)
                .filter(Ids::isId)
                .orElseThrow(() -> wrong(name + "/" + key, "must be an id"));
    }

    /// `String[Boolean]`: the keys, all of which must be true.
    public Optional<Set<String>> findSet(String name) {
        return any(name)
                .map(value -> {
                    if (!(value instanceof ObjectNode object)) {
                        throw wrong(name, "must be an object");
                    }
                    Set<String> keys = new LinkedHashSet<>();
                    for (var entry : object.properties()) {
                        if (!entry.getValue().isBoolean() || !entry.getValue().booleanValue()) {
                            throw wrong(name + "/" + entry.getKey(), "must be true");
                        }
                        keys.add(entry.getKey());
                    }
                    return keys;
                });
    }

    public boolean bool(String name, boolean otherwise) {
        return findBool(name).orElse(otherwise);
    }

    public Optional<Boolean> findBool(String name) {
        return any(name)
                .map(value -> {
                    if (!value.isBoolean()) {
                        throw wrong(name, "must be true or false");
                    }
                    return value.booleanValue();
                });
    }

    /// RFC 8620 §1.3: Int.
    public OptionalLong findInt(String name) {
        JsonNode value = value(name);
        return value == null ? OptionalLong.empty() : OptionalLong.of(intOf(name, value));
    }

    /// RFC 8620 §1.3: UnsignedInt.
    public OptionalLong findUnsignedInt(String name) {
        OptionalLong value = findInt(name);
        if (value.isPresent() && value.getAsLong() < 0) {
            throw wrong(name, "must not be negative");
        }
        return value;
    }

    private long intOf(String name, JsonNode value) {
        boolean fits =
                value.isIntegralNumber()
                        && value.canConvertToLong()
                        && Math.abs(value.longValue()) <= MAX_INT;
        if (!fits) {
            throw wrong(name, "must be a whole number of at most 2^53-1");
        }
        return value.longValue();
    }

    /// RFC 8620 §1.4: UTCDate.
    public Optional<Instant> findUtcDate(String name) {
        Optional<OffsetDateTime> date = findDate(name);
        if (date.isPresent() && !string(name).endsWith("Z")) {
            throw wrong(name, "must be a date in UTC: 2014-10-30T06:12:00Z");
        }
        return date.map(OffsetDateTime::toInstant);
    }

    /// RFC 8620 §1.4: Date.
    public Optional<OffsetDateTime> findDate(String name) {
        return findString(name)
                .map(text -> {
                    if (!DATE.matcher(text).matches()) {
                        throw wrong(name, "must be a date: 2014-10-30T14:12:00+08:00");
                    }
                    try {
                        return OffsetDateTime.parse(text);
                    } catch (DateTimeException _) {
                        throw wrong(name, "is a date that no calendar has");
                    }
                });
    }

    /// RFC 8620 §1.4: as UTCDate, to the second.
    public static String utcDate(Instant instant) {
        return DateTimeFormatter.ISO_INSTANT.format(
                Instant.ofEpochSecond(instant.getEpochSecond()));
    }

    /// An object within this one; what is wrong in it is named by its path: `filter/before`.
    public Optional<JmapObject> findObject(String name) {
        return any(name).map(value -> objectOf(name, value));
    }

    /// Objects within an array; paths have the index: `attachments/2/blobId`.
    public Optional<List<JmapObject>> findObjects(String name) {
        return any(name)
                .map(value -> {
                    List<JmapObject> all = new ArrayList<>(value.size());
                    for (JsonNode each : arrayOf(name, value)) {
                        all.add(objectOf(name + "/" + all.size(), each));
                    }
                    return List.copyOf(all);
                });
    }

    private JmapObject objectOf(String name, JsonNode value) {
        if (!(value instanceof ObjectNode object)) {
            throw wrong(name, "must be an object");
        }
        return new JmapObject(object, created, wrong, path + name + "/");
    }
}
