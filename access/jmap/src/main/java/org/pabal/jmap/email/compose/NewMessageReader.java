// SPDX-License-Identifier: Apache-2.0
package org.pabal.jmap.email.compose;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import org.pabal.jmap.JmapBlob;
import org.pabal.jmap.JmapObject;
import org.pabal.jmap.SetError;
import org.pabal.jmap.email.view.EmailProperties;
import org.pabal.jmap.email.view.HeaderProperty;
import org.pabal.message.mime.MailDate;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/// Reads what an Email/set is to create as a message. RFC 8621 §4.6: each rule there is an
/// `invalidProperties` here. For one message.
final class NewMessageReader {
    static final String TEXT = "text/plain";
    private static final String BINARY = "application/octet-stream";

    private final JmapObject email;
    private final Map<String, String> texts = new HashMap<>();
    private final PartReader parts;

    NewMessageReader(
            JmapObject email, Function<String, Optional<JmapBlob>> blobs, RandomGenerator random) {
        this.email = email;
        this.parts = new PartReader(texts, blobs, random);
    }

    /// The header section without the fields of the body, and the body.
    record Read(List<String> fields, NewPart root, long octets) {}

    /// @throws SetError `invalidProperties`, `blobNotFound`
    Read read(Instant now, String domain) {
        readTexts();
        Map<String, List<String>> fields = headerFields();
        NewPart root = root(fields.keySet());
        if (!parts.missing().isEmpty()) {
            throw blobsNotFound(parts.missing());
        }
        List<String> all = new ArrayList<>();
        if (!fields.containsKey("date")) {
            all.add("Date: " + MailDate.format(now.atOffset(ZoneOffset.UTC)));
        }
        if (!fields.containsKey("message-id")) {
            all.add("Message-ID: <" + parts.token() + "@" + domain + ">");
        }
        fields.values().forEach(all::addAll);
        if (!fields.containsKey("mime-version")) {
            all.add("MIME-Version: 1.0");
        }
        return new Read(all, root, parts.octets());
    }

    static SetError blobsNotFound(Set<String> ids) {
        var array = JsonNodeFactory.instance.arrayNode();
        ids.forEach(array::add);
        return SetError.of("blobNotFound", "There is no blob with this id; upload it again.")
                .with("notFound", array);
    }

    private void readTexts() {
        Optional<JmapObject> values = email.findObject("bodyValues");
        if (values.isEmpty()) {
            return;
        }
        for (Map.Entry<String, JsonNode> each : values.get().json().properties()) {
            String path = "bodyValues/" + each.getKey();
            JsonNode value = each.getValue();
            if (!value.path("value").isString()) {
                throw SetError.invalidProperty(path, "must have a string `value`");
            }
            if (value.path("isEncodingProblem").asBoolean(false)
                    || value.path("isTruncated").asBoolean(false)) {
                throw SetError.invalidProperty(
                        path, "must not say that it is truncated or has an encoding problem");
            }
            texts.put(each.getKey(), value.path("value").stringValue());
        }
    }

    /// By name in lower case, in the order given.
    private Map<String, List<String>> headerFields() {
        if (email.has("headers")) {
            throw SetError.invalidProperty("headers", "cannot be set; set each field by itself");
        }
        Map<String, List<String>> fields = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> each : email.json().properties()) {
            Optional<HeaderProperty> property = headerProperty(each.getKey());
            if (property.isEmpty()) {
                continue;
            }
            email.known(each.getKey());
            if (each.getValue().isNull()) {
                continue;
            }
            String name = property.get().field().toLowerCase(Locale.ROOT);
            if (name.startsWith("content-")) {
                throw SetError.invalidProperty(each.getKey(), "belongs to a part of the body");
            }
            addOnce(fields, name, property.get(), each.getValue(), each.getKey());
        }
        return fields;
    }

    static void addOnce(
            Map<String, List<String>> fields,
            String name,
            HeaderProperty property,
            JsonNode value,
            String path) {
        if (fields.put(name, FieldWriter.write(property, value)) != null) {
            throw SetError.invalidProperty(path, "is the second one for its header field");
        }
    }

    static Optional<HeaderProperty> headerProperty(String name) {
        Optional<HeaderProperty> property =
                EmailProperties.convenient(name).or(() -> HeaderProperty.parse(name));
        if (property.isEmpty() && name.startsWith("header:")) {
            throw SetError.invalidProperty(name, "is no header field in a form that it can have");
        }
        return property;
    }

    private NewPart root(Set<String> taken) {
        Optional<JmapObject> structure = email.findObject("bodyStructure");
        Optional<List<JmapObject>> text = email.findObjects("textBody");
        Optional<List<JmapObject>> html = email.findObjects("htmlBody");
        Optional<List<JmapObject>> attachments = email.findObjects("attachments");
        if (structure.isEmpty()) {
            return mixed(
                    text.map(given -> only(given, "textBody", TEXT)),
                    html.map(given -> only(given, "htmlBody", "text/html")),
                    attachments.orElse(List.of()));
        }
        if (text.isPresent() || html.isPresent() || attachments.isPresent()) {
            throw SetError.invalidProperties(
                    "Give either bodyStructure, or textBody, htmlBody and attachments.",
                    List.of("bodyStructure"));
        }
        return parts.part(structure.get(), TEXT, "bodyStructure", 0, taken);
    }

    private NewPart only(List<JmapObject> given, String property, String type) {
        if (given.size() != 1) {
            throw SetError.invalidProperty(property, "must have exactly one part");
        }
        String its = given.getFirst().findString("type").orElse(type);
        if (!its.equalsIgnoreCase(type)) {
            throw SetError.invalidProperty(property, "must be of type " + type);
        }
        return parts.part(given.getFirst(), type, property + "/0", 0, Set.of());
    }

    /// Both texts are alternatives; pictures of the HTML lie beside it; attachments follow.
    private NewPart mixed(
            Optional<NewPart> text, Optional<NewPart> html, List<JmapObject> attachments) {
        List<NewPart> embedded = new ArrayList<>();
        List<NewPart> attached = new ArrayList<>();
        for (int i = 0; i < attachments.size(); i++) {
            JmapObject each = attachments.get(i);
            boolean inText =
                    html.isPresent()
                            && each.json().path("cid").isString()
                            && each.json().path("disposition").asString("").equals("inline");
            (inText ? embedded : attached)
                    .add(parts.part(each, BINARY, "attachments/" + i, 0, Set.of()));
        }
        Optional<NewPart> shown = html.map(page -> parts.together("related", page, embedded));
        NewPart body =
                text.isPresent() && shown.isPresent()
                        ? parts.together("alternative", text.get(), List.of(shown.get()))
                        : text.or(() -> shown).orElseGet(NewMessageReader::emptyText);
        return parts.together("mixed", body, attached);
    }

    private static NewPart emptyText() {
        return new NewPart.Text(List.of("Content-Type: text/plain; charset=utf-8"), new byte[0]);
    }
}
