// SPDX-License-Identifier: Apache-2.0
package org.pabal.jmap.email.view;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.pabal.jmap.email.view.EmailProperties.Kind;
import org.pabal.jmap.email.view.EmailProperties.ValuesOf;
import org.pabal.mailbox.StoredMessage;
import org.pabal.message.mime.HeaderField;
import org.pabal.message.mime.HeaderSection;
import org.pabal.message.mime.MimeContent;
import org.pabal.message.mime.MimePart;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Writes what an Email object says of one message's content. RFC 8621 §4.1.
///
/// For one thread. What the stored record tells is taken from it: a row of a list opens no message.
public final class EmailContent {
    private final MimePart root;
    private final String preview;
    private final Optional<StoredMessage> stored;
    private final OpenMessage message;
    private final Function<BodyPart, String> blobIds;
    private @Nullable BodyPart parts;
    private @Nullable BodyLists lists;
    private @Nullable HeaderSection header;
    private @Nullable StoredHeader storedHeader;

    private EmailContent(
            MimePart root,
            String preview,
            Optional<StoredMessage> stored,
            OpenMessage message,
            Function<BodyPart, String> blobIds) {
        this.root = root;
        this.preview = preview;
        this.stored = stored;
        this.message = message;
        this.blobIds = blobIds;
    }

    /// @param blobIds of parts that are no multiparts
    public static EmailContent of(
            StoredMessage stored, OpenMessage message, Function<BodyPart, String> blobIds) {
        return new EmailContent(
                stored.structure(), stored.preview(), Optional.of(stored), message, blobIds);
    }

    /// Of a message that is in no mailbox.
    public static EmailContent of(
            MimePart root,
            String preview,
            OpenMessage message,
            Function<BodyPart, String> blobIds) {
        return new EmailContent(root, preview, Optional.empty(), message, blobIds);
    }

    /// What a call may still answer with of texts.
    public static final class Room {
        private int octets;

        public Room(int octets) {
            this.octets = octets;
        }
    }

    /// @param email gets the properties, but for those that only an account knows
    public void write(ObjectNode email, EmailProperties wanted, Room room) {
        for (HeaderProperty field : wanted.fields()) {
            Optional<JsonNode> known = storedHeader().flatMap(record -> record.value(field));
            email.set(field.property(), known.orElseGet(() -> HeaderValues.of(header(), field)));
        }
        if (wanted.has(Kind.HEADERS)) {
            email.set(Kind.HEADERS.property(), headers(header()));
        }
        if (wanted.has(Kind.PREVIEW)) {
            email.put(Kind.PREVIEW.property(), preview);
        }
        if (wanted.needParts()) {
            writeParts(email, wanted, room);
        }
    }

    private void writeParts(ObjectNode email, EmailProperties wanted, Room room) {
        PartProperties body = wanted.body();
        if (wanted.has(Kind.HAS_ATTACHMENT)) {
            email.put(Kind.HAS_ATTACHMENT.property(), Attachments.has(root));
        }
        if (wanted.has(Kind.BODY_STRUCTURE)) {
            email.set(Kind.BODY_STRUCTURE.property(), part(parts(), body, true));
        }
        if (wanted.has(Kind.TEXT_BODY)) {
            email.set(Kind.TEXT_BODY.property(), parts(lists().text(), body));
        }
        if (wanted.has(Kind.HTML_BODY)) {
            email.set(Kind.HTML_BODY.property(), parts(lists().html(), body));
        }
        if (wanted.has(Kind.ATTACHMENTS)) {
            email.set(Kind.ATTACHMENTS.property(), parts(lists().attachments(), body));
        }
        if (wanted.has(Kind.BODY_VALUES)) {
            email.set(Kind.BODY_VALUES.property(), values(wanted, room));
        }
    }

    private Optional<StoredHeader> storedHeader() {
        if (storedHeader == null && stored.isPresent()) {
            storedHeader = new StoredHeader(stored.get());
        }
        return Optional.ofNullable(storedHeader);
    }

    private HeaderSection header() {
        if (header == null) {
            header = message.header(root);
        }
        return header;
    }

    private BodyPart parts() {
        if (parts == null) {
            parts = BodyPart.of(root);
        }
        return parts;
    }

    private BodyLists lists() {
        if (lists == null) {
            lists = BodyLists.of(parts());
        }
        return lists;
    }

    private static ArrayNode headers(HeaderSection section) {
        ArrayNode all = JsonNodeFactory.instance.arrayNode(section.fields().size());
        for (HeaderField field : section.fields()) {
            all.addObject()
                    .put("name", field.name())
                    .set("value", HeaderValues.of(field.value(), HeaderForm.RAW));
        }
        return all;
    }

    private ArrayNode parts(List<BodyPart> some, PartProperties wanted) {
        ArrayNode all = JsonNodeFactory.instance.arrayNode(some.size());
        some.forEach(part -> all.add(part(part, wanted, false)));
        return all;
    }

    /// @param inTree with the parts of a multipart
    private ObjectNode part(BodyPart part, PartProperties wanted, boolean inTree) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        MimeContent content = part.part().content();
        if (wanted.has("partId")) {
            put(json, "partId", part.id());
        }
        if (wanted.has("blobId")) {
            put(json, "blobId", part.id().map(_ -> blobIds.apply(part)));
        }
        if (wanted.has("size")) {
            json.put("size", part.isMultipart() ? 0 : message.decodedOctets(part.part()));
        }
        if (wanted.has("name")) {
            put(json, "name", part.name());
        }
        if (wanted.has("type")) {
            json.put("type", part.type());
        }
        if (wanted.has("charset")) {
            put(json, "charset", part.charset());
        }
        if (wanted.has("disposition")) {
            put(json, "disposition", content.disposition());
        }
        if (wanted.has("cid")) {
            put(json, "cid", part.cid());
        }
        if (wanted.has("language")) {
            languages(json, content.languages());
        }
        if (wanted.has("location")) {
            put(json, "location", content.location());
        }
        writeHeader(json, part, wanted);
        if (inTree && part.isMultipart()) {
            ArrayNode children = json.putArray("subParts");
            part.children().forEach(child -> children.add(part(child, wanted, true)));
        } else if (wanted.has("subParts")) {
            json.putNull("subParts");
        }
        return json;
    }

    private void writeHeader(ObjectNode json, BodyPart part, PartProperties wanted) {
        if (!wanted.has("headers") && wanted.fields().isEmpty()) {
            return;
        }
        HeaderSection section = message.header(part.part());
        if (wanted.has("headers")) {
            json.set("headers", headers(section));
        }
        wanted.fields()
                .forEach(field -> json.set(field.property(), HeaderValues.of(section, field)));
    }

    private static void put(ObjectNode json, String name, Optional<String> value) {
        json.put(name, value.orElse(null));
    }

    private static void languages(ObjectNode json, List<String> languages) {
        if (languages.isEmpty()) {
            json.putNull("language");
        } else {
            languages.forEach(json.putArray("language")::add);
        }
    }

    private ObjectNode values(EmailProperties wanted, Room room) {
        ObjectNode values = JsonNodeFactory.instance.objectNode();
        for (BodyPart part : valued(wanted.values())) {
            BodyValue value = BodyValue.read(message, part, wanted.maxValueOctets(), room.octets);
            room.octets = Math.max(0, room.octets - value.value().length());
            values.putObject(part.id().orElseThrow())
                    .put("value", value.value())
                    .put("isEncodingProblem", value.isEncodingProblem())
                    .put("isTruncated", value.isTruncated());
        }
        return values;
    }

    private Set<BodyPart> valued(Set<ValuesOf> which) {
        Set<BodyPart> all = new LinkedHashSet<>();
        if (which.contains(ValuesOf.EVERY_TEXT_PART)) {
            addTexts(parts(), all);
            return all;
        }
        if (which.contains(ValuesOf.TEXT_BODY)) {
            lists().text().stream().filter(BodyPart::isText).forEach(all::add);
        }
        if (which.contains(ValuesOf.HTML_BODY)) {
            lists().html().stream().filter(BodyPart::isText).forEach(all::add);
        }
        return all;
    }

    private static void addTexts(BodyPart part, Set<BodyPart> texts) {
        if (part.isText()) {
            texts.add(part);
        }
        part.children().forEach(child -> addTexts(child, texts));
    }
}
