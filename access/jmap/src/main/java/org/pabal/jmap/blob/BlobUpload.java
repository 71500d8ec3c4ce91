// SPDX-License-Identifier: Apache-2.0
package org.pabal.jmap.blob;

import java.io.IOException;
import java.io.InputStream;
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
import org.pabal.message.UnavailableException;
import org.pabal.storage.Blob;
import org.pabal.storage.BlobWriter;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Blob/upload: blobs made of texts and of parts of other blobs. RFC 9404 §4.1.
///
/// A client that uploads a large file in slices has them joined here, so a broken line costs it one
/// slice. One call writes no more than one upload may have.
public record BlobUpload(Uploads uploads, Blobs blobs) implements JmapMethod {
    private static final int BUFFER = 64 << 10;

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
        Room room = new Room(call.limits().maxSizeUpload());
        SetResponse response = new SetResponse(call.created());
        for (var entry : create.json().properties()) {
            try {
                if (!(entry.getValue() instanceof ObjectNode object)) {
                    throw create.wrong(entry.getKey(), "must be an object");
                }
                response.created(
                        entry.getKey(),
                        upload(account, JmapObject.ofProperties(object, call.created()), room));
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

    /// What this call may still write.
    private static final class Room {
        private final long most;
        private long octets;

        Room(long most) {
            this.most = most;
        }

        void take(long more) {
            if (more > most - octets) {
                throw SetError.tooLarge(
                        "All blobs made by one call have at most " + most + " octets.");
            }
            octets += more;
        }
    }

    private ObjectNode upload(JmapAccount account, JmapObject object, Room room) {
        List<JmapObject> sources =
                object.findObjects("data").orElseThrow(() -> object.wrong("data", "is required"));
        String type = object.findString("type").orElse("application/octet-stream");
        object.nothingElse();
        if (sources.size() > BlobCapability.MAX_SOURCES) {
            throw SetError.invalidProperty(
                    "data", "has more than " + BlobCapability.MAX_SOURCES + " sources");
        }
        try (BlobWriter writer = uploads.begin()) {
            for (JmapObject source : sources) {
                append(account, source, writer, room);
            }
            Blob blob = writer.finish();
            String id =
                    uploads.keep(account.owner().id(), blob)
                            .orElseThrow(
                                    () -> SetError.overQuota("Too much was uploaded; try later."));
            ObjectNode created = JsonNodeFactory.instance.objectNode();
            created.put("id", id);
            created.put("type", type);
            created.put("size", blob.size());
            return created;
        }
    }

    private void append(JmapAccount account, JmapObject source, BlobWriter to, Room room) {
        if (source.has("data:asText")) {
            append(source.string("data:asText").getBytes(StandardCharsets.UTF_8), to, room);
        } else if (source.has("data:asBase64")) {
            append(decoded(source), to, room);
        } else {
            appendBlob(account, source, to, room);
        }
        source.nothingElse();
    }

    private static void append(byte[] octets, BlobWriter to, Room room) {
        room.take(octets.length);
        to.write(octets, 0, octets.length);
    }

    private static byte[] decoded(JmapObject source) {
        try {
            return Base64.getDecoder().decode(source.string("data:asBase64"));
        } catch (IllegalArgumentException notBase64) {
            throw source.wrong("data:asBase64", "is no base64");
        }
    }

    private void appendBlob(JmapAccount account, JmapObject source, BlobWriter to, Room room) {
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
        if (length > blob.octets() - offset) {
            throw source.wrong("length", "reaches behind the blob's end");
        }
        room.take(length);
        try (InputStream in = blob.open()) {
            in.skipNBytes(offset);
            byte[] buffer = new byte[BUFFER];
            for (long left = length; left > 0; ) {
                int count = in.read(buffer, 0, (int) Math.min(buffer.length, left));
                if (count < 0) {
                    throw new IOException("it is shorter than it should be");
                }
                to.write(buffer, 0, count);
                left -= count;
            }
        } catch (IOException e) {
            throw new UnavailableException("a blob cannot be read: " + e.getMessage(), e);
        }
    }
}
