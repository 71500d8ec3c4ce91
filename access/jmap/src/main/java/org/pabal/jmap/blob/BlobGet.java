// SPDX-License-Identifier: Apache-2.0
package org.pabal.jmap.blob;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.pabal.jmap.Blobs;
import org.pabal.jmap.Capability;
import org.pabal.jmap.JmapAccount;
import org.pabal.jmap.JmapBlob;
import org.pabal.jmap.JmapMethod;
import org.pabal.jmap.JmapObject;
import org.pabal.jmap.MethodCall;
import org.pabal.jmap.MethodError;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Blob/get: octets within a response, whole or in part, and their digests. RFC 9404 §4.2.
public record BlobGet(Blobs blobs) implements JmapMethod {
    private static final String TEXT = "data:asText";
    private static final String BASE64 = "data:asBase64";
    private static final Set<String> PROPERTIES =
            Set.of("id", "data", TEXT, BASE64, "digest:sha", "digest:sha-256", "size");

    @Override
    public String name() {
        return "Blob/get";
    }

    @Override
    public String capability() {
        return Capability.BLOB;
    }

    /// @param length empty to the blob's end
    private record Part(long offset, OptionalLong length) {}

    @Override
    public ObjectNode call(MethodCall call) {
        JmapAccount account = call.account();
        JmapObject arguments = call.arguments();
        List<String> ids =
                arguments
                        .findIds("ids")
                        .orElseThrow(() -> MethodError.invalidArgument("ids", "is required"));
        Set<String> properties =
                new LinkedHashSet<>(
                        arguments.findStrings("properties").orElse(List.of("data", "size")));
        for (String each : properties) {
            if (!PROPERTIES.contains(each)) {
                throw arguments.wrong("properties", "names one that is not known here: " + each);
            }
        }
        Part part =
                new Part(
                        arguments.findUnsignedInt("offset").orElse(0),
                        arguments.findUnsignedInt("length"));
        arguments.nothingElse();
        if (ids.size() > call.limits().maxObjectsInGet()) {
            throw MethodError.requestTooLarge("Too many blobs at once.");
        }
        ObjectNode response = JsonNodeFactory.instance.objectNode();
        response.put("accountId", account.id());
        ArrayNode list = response.putArray("list");
        List<String> notFound = new ArrayList<>();
        long left = call.limits().maxSizeRequest();
        for (String id : ids) {
            Optional<JmapBlob> blob = blobs.find(account, id);
            if (blob.isEmpty()) {
                notFound.add(id);
                continue;
            }
            boolean readsAll = properties.stream().anyMatch(name -> !name.equals("size"));
            byte[] octets = readsAll ? read(blob.get(), part, left) : new byte[0];
            left -= octets.length;
            list.add(object(id, blob.get(), octets, part, properties));
        }
        notFound.forEach(response.putArray("notFound")::add);
        return response;
    }

    private static byte[] read(JmapBlob blob, Part part, long most) {
        long from = Math.min(part.offset(), blob.octets());
        long length = Math.min(part.length().orElse(Long.MAX_VALUE), blob.octets() - from);
        if (length > most) {
            throw MethodError.requestTooLarge(
                    "These are too many octets for one response; ask for parts, or download.");
        }
        try (InputStream in = blob.open()) {
            in.skipNBytes(from);
            return in.readNBytes((int) length);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static ObjectNode object(
            String id, JmapBlob blob, byte[] octets, Part part, Set<String> properties) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("id", id);
        boolean isTruncated =
                part.offset() + part.length().orElse(0) > blob.octets()
                        || part.offset() > blob.octets();
        if (isTruncated) {
            json.put("isTruncated", true);
        }
        for (String each : properties) {
            switch (each) {
                case "data" -> putData(json, octets);
                case TEXT -> putText(json, octets);
                case BASE64 -> json.put(BASE64, Base64.getEncoder().encodeToString(octets));
                case "digest:sha" -> json.put(each, digest("SHA-1", octets));
                case "digest:sha-256" -> json.put(each, digest("SHA-256", octets));
                case "size" -> json.put(each, blob.octets());
                default -> {}
            }
        }
        return json;
    }

    /// As text where it is text.
    private static void putData(ObjectNode json, byte[] octets) {
        Optional<String> text = text(octets);
        if (text.isPresent()) {
            json.put(TEXT, text.get());
        } else {
            json.put("isEncodingProblem", true);
            json.put(BASE64, Base64.getEncoder().encodeToString(octets));
        }
    }

    private static void putText(ObjectNode json, byte[] octets) {
        Optional<String> text = text(octets);
        if (text.isPresent()) {
            json.put(TEXT, text.get());
        } else {
            json.put("isEncodingProblem", true);
            json.putNull(TEXT);
        }
    }

    private static Optional<String> text(byte[] octets) {
        try {
            return Optional.of(
                    StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(octets)).toString());
        } catch (CharacterCodingException notText) {
            return Optional.empty();
        }
    }

    private static String digest(String algorithm, byte[] octets) {
        try {
            return Base64.getEncoder()
                    .encodeToString(MessageDigest.getInstance(algorithm).digest(octets));
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException("this Java runtime has no " + algorithm, missing);
        }
    }
}
