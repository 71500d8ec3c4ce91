// SPDX-License-Identifier: Apache-2.0
package org.pabal.jmap.email.compose;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
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
import org.pabal.jmap.email.view.HeaderProperty;
import org.pabal.message.mime.HeaderField;
import org.pabal.message.mime.MimeContent;
import org.pabal.message.mime.TransferEncoding;
import tools.jackson.databind.JsonNode;

/// Reads the parts of a body that an Email/set is to create. RFC 8621 §4.6. For one message.
final class PartReader {
    private static final int MAX_DEPTH = 20;
    private static final int MAX_PARTS = 1_000;

    /// Fields of a part that have properties of their own.
    private static final Map<String, Set<String>> OF_CONTENT =
            Map.of(
                    "content-type", Set.of("type", "charset", "name"),
                    "content-disposition", Set.of("disposition"),
                    "content-id", Set.of("cid"),
                    "content-language", Set.of("language"),
                    "content-location", Set.of("location"));

    private final Map<String, String> texts;
    private final Function<String, Optional<JmapBlob>> blobs;
    private final RandomGenerator random;
    private final Set<String> missing = new LinkedHashSet<>();
    private long octets;
    private int parts;

    /// @param texts by the partId that names them
    PartReader(
            Map<String, String> texts,
            Function<String, Optional<JmapBlob>> blobs,
            RandomGenerator random) {
        this.texts = texts;
        this.blobs = blobs;
        this.random = random;
    }

    /// Blobs that were named and are not there.
    Set<String> missing() {
        return missing;
    }

    /// Of all parts so far, before they are encoded.
    long octets() {
        return octets;
    }

    NewPart together(String subtype, NewPart first, List<NewPart> others) {
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

    /// @param otherwise its type, where it does not say
    /// @param taken names of header fields that the message has already
    NewPart part(JmapObject part, String otherwise, String path, int depth, Set<String> taken) {
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
            made.add(
                    part(
                            all.get(i),
                            NewMessageReader.TEXT,
                            path + "/subParts/" + i,
                            depth + 1,
                            Set.of()));
        }
        List<String> more = ContentFields.of(part, path);
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
            HeaderProperty property = NewMessageReader.headerProperty(each.getKey()).orElseThrow();
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
            NewMessageReader.addOnce(fields, name, property, each.getValue(), its);
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
            fields.add(ContentFields.contentType(part, path, type, Optional.of("utf-8")));
        }
        fields.addAll(ContentFields.of(part, path));
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
        charset.ifPresent(label ->
                ContentFields.refuseUnless(ContentFields.isToken(label), path + "/charset"));
        List<String> fields = new ArrayList<>();
        if (!given.containsKey("content-type")) {
            fields.add(ContentFields.contentType(part, path, type, charset));
        }
        fields.addAll(ContentFields.of(part, path));
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

    /// For a boundary or a Message-ID: 100 bits.
    String token() {
        StringBuilder token = new StringBuilder(20);
        for (int i = 0; i < 20; i++) {
            token.append(Character.forDigit(random.nextInt(32), 32));
        }
        return token.toString();
    }
}
