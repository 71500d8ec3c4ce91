// SPDX-License-Identifier: Apache-2.0
package org.pabal.jmap.blob;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import org.pabal.jmap.Blobs;
import org.pabal.jmap.Capability;
import org.pabal.jmap.JmapAccount;
import org.pabal.jmap.JmapBlob;
import org.pabal.jmap.JmapMethod;
import org.pabal.jmap.JmapObject;
import org.pabal.jmap.MethodCall;
import org.pabal.jmap.MethodError;
import org.pabal.jmap.SetError;
import org.pabal.jmap.method.SetResponse;
import org.pabal.storage.BlobWriter;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Blob/upload: blobs made of texts and of parts of other blobs. RFC 9404 §4.1.
public record BlobUpload(Uploads uploads, Blobs blobs) implements JmapMethod {

    @Override
    public String name() {
        return "Blob/upload";
    }

    @Override
    public String capability() {
        return Capability.BLOB;
    }

    @Override
    public ObjectNode call(MethodCall call) {
        JmapAccount account = call.ownAccount();
        JmapObject arguments = call.arguments();
        JmapObject create =
                arguments
                        .findObject("create")
                        .orElseThrow(() -> MethodError.invalidArgument("create", "is required"));
        arguments.nothingElse();
        if (create.json().size() > call.limits().maxObjectsInSet()) {
            throw MethodError.requestTooLarge("Too many blobs at once.");
        }
        SetResponse response = new SetResponse(call.created());
        for (var entry : create.json().properties()) {
            try {
                if (!(entry.getValue() instanceof ObjectNode object)) {
                    throw create.wrong(entry.getKey(), "must be an object");
                }
                response.created(
                        entry.getKey(),
                        upload(call, account, JmapObject.ofProperties(object, call.created())));
            } catch (SetError error) {
                response.notCreated(entry.getKey(), error);
            }
        }
        ObjectNode all = response.json(account.id(), "", "");
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        for (String name : List.of("accountId", "created", "notCreated")) {
            json.set(name, all.get(name));
        }
        return json;
    }

    private ObjectNode upload(MethodCall call, JmapAccount account, JmapObject object) {
        List<JmapObject> sources =
                object.findObjects("data").orElseThrow(() -> object.wrong("data", "is required"));
        String type = object.findString("type").orElse("application/octet-stream");
        object.nothingElse();
        if (sources.size() > BlobCapability.MAX_SOURCES) {
            throw SetError.invalidProperty(
                    "data", "has more than " + BlobCapability.MAX_SOURCES + " sources");
        }
        ByteArrayOutputStream octets = new ByteArrayOutputStream();
        for (JmapObject source : sources) {
            append(account, source, octets, call.limits().maxSizeRequest());
        }
        ObjectNode created = JsonNodeFactory.instance.objectNode();
        created.put("id", keep(uploads, account, octets.toByteArray()));
        created.put("type", type);
        created.put("size", octets.size());
        return created;
    }

    /// @return the blobId
    /// @throws SetError `overQuota`
    static String keep(Uploads uploads, JmapAccount account, byte[] octets) {
        try (BlobWriter writer = uploads.begin()) {
            writer.write(octets, 0, octets.length);
            return uploads.keep(account.owner().id(), writer.finish())
                    .orElseThrow(() -> SetError.overQuota("Too much was uploaded; try later."));
        }
    }

    private void append(
            JmapAccount account, JmapObject source, ByteArrayOutputStream to, int most) {
        if (source.has("data:asText")) {
            to.writeBytes(source.string("data:asText").getBytes(StandardCharsets.UTF_8));
        } else if (source.has("data:asBase64")) {
            to.writeBytes(decoded(source));
        } else {
            appendBlob(account, source, to, most);
        }
        source.nothingElse();
        if (to.size() > most) {
            throw SetError.tooLarge("A blob made here has at most " + most + " octets.");
        }
    }

    private static byte[] decoded(JmapObject source) {
        try {
            return Base64.getDecoder().decode(source.string("data:asBase64"));
        } catch (IllegalArgumentException notBase64) {
            throw source.wrong("data:asBase64", "is no base64");
        }
    }

    private void appendBlob(
            JmapAccount account, JmapObject source, ByteArrayOutputStream to, int most) {
        String id = source.id("blobId");
        JmapBlob blob =
                blobs.find(account, id)
                        .orElseThrow(() ->
                                SetError.of("blobNotFound", "There is no such blob.")
                                        .with(
                                                "notFound",
                                                JsonNodeFactory.instance.arrayNode().add(id)));
        long offset = source.findUnsignedInt("offset").orElse(0);
        long length = source.findUnsignedInt("length").orElse(Math.max(0, blob.octets() - offset));
        if (offset + length > blob.octets()) {
            throw source.wrong("length", "reaches behind the blob's end");
        }
        if (length > most) {
            throw SetError.tooLarge("A blob made here has at most " + most + " octets.");
        }
        try (InputStream in = blob.open()) {
            in.skipNBytes(offset);
            to.writeBytes(in.readNBytes((int) length));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
