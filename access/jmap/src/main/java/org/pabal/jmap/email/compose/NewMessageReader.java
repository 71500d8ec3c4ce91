// SPDX-License-Identifier: Apache-2.0
package org.pabal.jmap.email.compose;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
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
import org.pabal.message.mime.HeaderField;
import org.pabal.message.mime.MailDate;
import org.pabal.message.mime.MimeContent;
import org.pabal.message.mime.TransferEncoding;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/// Reads what an Email/set is to create as a message. RFC 8621 §4.6: each rule there is an
/// `invalidProperties` here. For one message.
final class NewMessageReader {
    private static final int MAX_DEPTH = 20;
    private static final int MAX_PARTS = 1_000;
    private static final String TEXT = "text/plain";
    private static final String BINARY = "application/octet-stream";

    /// Fields of a part that have properties of their own.
    private static final Map<String, Set<String>> OF_CONTENT =
            Map.of(
                    "content-type", Set.of("type", "charset", "name"),
                    "content-disposition", Set.of("disposition"),
                    "content-id", Set.of("cid"),
                    "content-language", Set.of("language"),
                    "content-location", Set.of("location"));

    private final JmapObject email;
    private final Function<String, Optional<JmapBlob>> blobs;
    private final RandomGenerator random;
    private final Map<String, String> texts = new HashMap<>();
    private final Set<String> missing = new LinkedHashSet<>();
    private long octets;
    private int parts;

    NewMessageReader(
            JmapObject email, Function<String, Optional<JmapBlob>> blobs, RandomGenerator random) {
        this.email = email;
        this.blobs = blobs;
        this.random = random;
    }

    /// The header section without the fields of the body, and the body.
    record Read(List<String> fields, NewPart root, long octets) {}

    /// @throws SetError `invalidProperties`, `blobNotFound`
    Read read(Instant now, String domain) {
        readTexts();
        Map<String, List<String>> fields = headerFields();
        NewPart root = root(fields.keySet());
        if (!missing.isEmpty()) {
            throw blobsNotFound(missing);
        }
        List<String> all = new ArrayList<>();
        if (!fields.containsKey("date")) {
            all.add("Date: " + MailDate.format(now.atOffset(ZoneOffset.UTC)));
        }
        if (!fields.containsKey("message-id")) {
            all.add("Message-ID: <" + token() + "@" + domain + ">");
        }
        fields.values().forEach(all::addAll);
        if (!fields.containsKey("mime-version")) {
            all.add("MIME-Version: 1.0");
        }
        return new Read(all, root, octets);
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

    private static void addOnce(
            Map<String, List<String>> fields,
            String name,
            HeaderProperty property,
            JsonNode value,
            String path) {
        if (fields.put(name, FieldWriter.write(property, value)) != null) {
            throw SetError.invalidProperty(path, "is the second one for its header field");
        }
    }

    private static Optional<HeaderProperty> headerProperty(String name) {
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
                    text.map(parts -> only(parts, "textBody", "text/plain")),
                    html.map(parts -> only(parts, "htmlBody", "text/html")),
                    attachments.orElse(List.of()));
        }
        if (text.isPresent() || html.isPresent() || attachments.isPresent()) {
            throw SetError.invalidProperties(
                    "Give either bodyStructure, or textBody, htmlBody and attachments.",
                    List.of("bodyStructure"));
        }
        return part(structure.get(), TEXT, "bodyStructure", 0, taken);
    }

    private NewPart only(List<JmapObject> parts, String property, String type) {
        if (parts.size() != 1) {
            throw SetError.invalidProperty(property, "must have exactly one part");
        }
        String its = parts.getFirst().findString("type").orElse(type);
        if (!its.equalsIgnoreCase(type)) {
            throw SetError.invalidProperty(property, "must be of type " + type);
        }
        return part(parts.getFirst(), type, property + "/0", 0, Set.of());
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
            (inText ? embedded : attached).add(part(each, BINARY, "attachments/" + i, 0, Set.of()));
        }
        Optional<NewPart> shown = html.map(page -> together("related", page, embedded));
        NewPart body =
                text.isPresent() && shown.isPresent()
                        ? together("alternative", text.get(), List.of(shown.get()))
                        : text.or(() -> shown).orElseGet(this::emptyText);
        return together("mixed", body, attached);
    }

    private NewPart emptyText() {
        return new NewPart.Text(List.of("Content-Type: text/plain; charset=utf-8"), new byte[0]);
    }

    private NewPart together(String subtype, NewPart first, List<NewPart> others) {
        if (others.isEmpty()) {
            return first;
        }
        List<NewPart> all = new ArrayList<>();
        all.add(first);
        all.addAll(others);
        return multipart("multipart/" + subtype, List.of(), all);
    }

    private NewPart multipart(String type, List<String> more, List<NewPart> children) {
        String boundary = "=_" + token();
        List<String> fields = new ArrayList<>();
        fields.add("Content-Type: " + type + ";\r\n boundary=\"" + boundary + "\"");
        fields.addAll(more);
        return new NewPart.Multipart(fields, boundary, children);
    }

    /// 100 bits.
    private String token() {
        StringBuilder token = new StringBuilder(20);
        for (int i = 0; i < 20; i++) {
            token.append(Character.forDigit(random.nextInt(32), 32));
        }
        return token.toString();
    }

    /// @param otherwise its type, where it does not say
    /// @param taken names of header fields that the message has already
    private NewPart part(
            JmapObject part, String otherwise, String path, int depth, Set<String> taken) {
        if (depth > MAX_DEPTH || ++parts > MAX_PARTS) {
            throw SetError.invalidProperty(
                    path, "is one of more than 1000 parts, or lies more than 20 deep");
        }
        Map<String, List<String>> given = partFields(part, path, taken);
        String type = type(part, otherwise, given, path);
        Optional<List<JmapObject>> children = part.findObjects("subParts");
        if (type.startsWith("multipart/")) {
            return multipart(part, path, depth, type, given, children);
        }
        if (children.filter(list -> !list.isEmpty()).isPresent()) {
            throw SetError.invalidProperty(path + "/subParts", "belongs to a multipart alone");
        }
        NewPart leaf = leaf(part, path, type, given);
        part.known("partId", "size", "subParts");
        part.nothingElse();
        return leaf;
    }

    private NewPart multipart(
            JmapObject part,
            String path,
            int depth,
            String type,
            Map<String, List<String>> given,
            Optional<List<JmapObject>> children) {
        List<NewPart> made = new ArrayList<>();
        List<JmapObject> all = children.orElse(List.of());
        if (all.isEmpty() || given.containsKey("content-type")) {
            throw SetError.invalidProperty(
                    path, "is a multipart: give its `type` and at least one of `subParts`");
        }
        for (int i = 0; i < all.size(); i++) {
            made.add(part(all.get(i), TEXT, path + "/subParts/" + i, depth + 1, Set.of()));
        }
        List<String> more = contentFields(part, path);
        given.values().forEach(more::addAll);
        part.known("partId", "blobId", "charset", "name", "size");
        part.nothingElse();
        return multipart(type, more, made);
    }

    /// The fields that are given as such.
    private static Map<String, List<String>> partFields(
            JmapObject part, String path, Set<String> taken) {
        if (part.has("headers")) {
            throw SetError.invalidProperty(
                    path + "/headers", "cannot be set; set each field by itself");
        }
        Map<String, List<String>> fields = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> each : part.json().properties()) {
            if (!each.getKey().startsWith("header:")) {
                continue;
            }
            part.known(each.getKey());
            HeaderProperty property = headerProperty(each.getKey()).orElseThrow();
            String name = property.field().toLowerCase(Locale.ROOT);
            String its = path + "/" + each.getKey();
            if (name.equals("content-transfer-encoding") || taken.contains(name)) {
                throw SetError.invalidProperty(
                        its, "is for the server, or for the message, to say");
            }
            boolean twice =
                    OF_CONTENT.getOrDefault(name, Set.of()).stream()
                            .anyMatch(other -> part.json().hasNonNull(other));
            if (twice) {
                throw SetError.invalidProperty(its, "is the second one for its header field");
            }
            addOnce(fields, name, property, each.getValue(), its);
        }
        return fields;
    }

    private static String type(
            JmapObject part, String otherwise, Map<String, List<String>> given, String path) {
        List<String> field = given.get("content-type");
        if (field != null) {
            String value = field.getFirst().substring(field.getFirst().indexOf(':') + 1);
            MimeContent content = MimeContent.of(new HeaderField("Content-Type", value));
            return content.type() + "/" + content.subtype();
        }
        String type = part.findString("type").orElse(otherwise).toLowerCase(Locale.ROOT);
        if (!type.matches("[a-z0-9!#$&^_.+-]{1,127}/[a-z0-9!#$&^_.+-]{1,127}")) {
            throw SetError.invalidProperty(path + "/type", "must be a media type");
        }
        return type;
    }

    private NewPart leaf(
            JmapObject part, String path, String type, Map<String, List<String>> given) {
        Optional<String> partId = part.findString("partId");
        Optional<String> blobId = part.findId("blobId");
        if (partId.isPresent() == blobId.isPresent()) {
            throw SetError.invalidProperty(path, "must have either a partId or a blobId");
        }
        return partId.isPresent()
                ? text(part, path, type, given, partId.get())
                : ofBlob(part, path, type, given, blobId.orElseThrow());
    }

    private NewPart text(
            JmapObject part,
            String path,
            String type,
            Map<String, List<String>> given,
            String partId) {
        String text = texts.get(partId);
        if (text == null) {
            throw SetError.invalidProperty(
                    path + "/partId", "must be a key of bodyValues: " + partId);
        }
        if (part.json().hasNonNull("charset") || part.json().hasNonNull("size")) {
            throw SetError.invalidProperty(
                    path, "has its text in bodyValues: leave charset and size out");
        }
        part.known("charset");
        byte[] lines = lines(text).getBytes(StandardCharsets.UTF_8);
        octets += lines.length;
        TransferEncoding encoded = TransferEncoding.ofText(lines);
        List<String> fields = new ArrayList<>();
        if (!given.containsKey("content-type")) {
            fields.add(contentType(part, path, type, Optional.of("utf-8")));
        }
        fields.addAll(contentFields(part, path));
        given.values().forEach(fields::addAll);
        fields.add("Content-Transfer-Encoding: " + encoded.label());
        return new NewPart.Text(fields, encoded.octets());
    }

    /// Ending in CRLF each.
    private static String lines(String text) {
        return text.replace("\r\n", "\n").replace('\r', '\n').replace("\n", "\r\n");
    }

    private NewPart ofBlob(
            JmapObject part,
            String path,
            String type,
            Map<String, List<String>> given,
            String blobId) {
        Optional<JmapBlob> blob = blobs.apply(blobId);
        Optional<String> charset = part.findString("charset");
        charset.ifPresent(label -> refuseUnless(isToken(label), path + "/charset"));
        List<String> fields = new ArrayList<>();
        if (!given.containsKey("content-type")) {
            fields.add(contentType(part, path, type, charset));
        }
        fields.addAll(contentFields(part, path));
        given.values().forEach(fields::addAll);
        if (blob.isEmpty()) {
            missing.add(blobId);
            return new NewPart.Text(fields, new byte[0]);
        }
        octets += blob.get().octets();
        boolean message = type.equals("message/rfc822") || type.equals("message/global");
        if (message && isLines(blob.get())) {
            fields.add("Content-Transfer-Encoding: 8bit");
            return new NewPart.OfBlob(fields, blob.get(), NewPart.OfBlob.Encoding.NONE);
        }
        fields.add("Content-Transfer-Encoding: base64");
        return new NewPart.OfBlob(fields, blob.get(), NewPart.OfBlob.Encoding.BASE64);
    }

    private static void refuseUnless(boolean good, String path) {
        if (!good) {
            throw SetError.invalidProperty(path, "is not of the form that it must have");
        }
    }

    private static boolean isToken(String text) {
        return text.matches("[A-Za-z0-9!#$%&'*+.^_`{|}~-]{1,127}");
    }

    /// A message inside is not encoded (RFC 2046 §5.2.1), unless it is none of ours.
    private static boolean isLines(JmapBlob blob) {
        try (InputStream in = blob.open()) {
            byte[] piece = new byte[16 << 10];
            byte last = '\n';
            int line = 0;
            for (int count = in.read(piece); count >= 0; count = in.read(piece)) {
                for (int i = 0; i < count; i++) {
                    byte octet = piece[i];
                    boolean bare = (octet == '\n') != (last == '\r') && (i > 0 || last != '\n');
                    line = octet == '\n' ? 0 : line + 1;
                    if (octet == 0 || line > 999 || bare) {
                        return false;
                    }
                    last = octet;
                }
            }
            return last != '\r';
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String contentType(
            JmapObject part, String path, String type, Optional<String> charset) {
        StringBuilder field = new StringBuilder("Content-Type: ").append(type);
        if (type.startsWith("text/")) {
            charset.ifPresent(label -> field.append("; charset=").append(label));
        }
        name(part, path).ifPresent(name -> ParameterWriter.add(field, "name", name));
        return field.toString();
    }

    private static Optional<String> name(JmapObject part, String path) {
        Optional<String> name = part.findString("name").filter(text -> !text.isEmpty());
        name.ifPresent(text ->
                refuseUnless(
                        text.length() <= 1_000 && text.chars().noneMatch(c -> c < ' ' || c == 0x7F),
                        path + "/name"));
        return name;
    }

    /// The other fields about a part's content that have properties of their own.
    private static List<String> contentFields(JmapObject part, String path) {
        List<String> fields = new ArrayList<>();
        part.findString("disposition")
                .ifPresent(disposition -> {
                    refuseUnless(isToken(disposition), path + "/disposition");
                    StringBuilder field =
                            new StringBuilder("Content-Disposition: ").append(disposition);
                    name(part, path)
                            .ifPresent(name -> ParameterWriter.add(field, "filename", name));
                    fields.add(field.toString());
                });
        part.findString("cid")
                .ifPresent(cid -> {
                    refuseUnless(
                            cid.length() < 900
                                    && !cid.isEmpty()
                                    && cid.chars()
                                            .allMatch(c ->
                                                    c > ' ' && c < 0x7F && "<>".indexOf(c) < 0),
                            path + "/cid");
                    fields.add("Content-ID: <" + cid + ">");
                });
        part.findStrings("language")
                .filter(all -> !all.isEmpty())
                .ifPresent(languages -> {
                    refuseUnless(
                            languages.size() <= 20
                                    && languages.stream().allMatch(NewMessageReader::isToken),
                            path + "/language");
                    fields.add("Content-Language: " + String.join(", ", languages));
                });
        part.findString("location")
                .ifPresent(location -> {
                    refuseUnless(
                            location.length() < 900
                                    && location.chars().allMatch(c -> c > ' ' && c < 0x7F),
                            path + "/location");
                    fields.add("Content-Location: " + location);
                });
        return fields;
    }
}
