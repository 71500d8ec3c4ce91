// SPDX-License-Identifier: Apache-2.0
package org.pabal.jmap.blob;

import java.io.IOException;
import java.io.InputStream;
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
import org.pabal.jmap.method.CopyRequest;
import org.pabal.message.UnavailableException;
import org.pabal.storage.BlobWriter;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Blob/copy: from an account that shares it into the user's own. RFC 8620 §6.3.
public record BlobCopy(Uploads uploads, Blobs blobs) implements JmapMethod {
    private static final int BUFFER = 64 << 10;

    @Override
    public String name() {
        return "Blob/copy";
    }

    @Override
    public String capability() {
        return Capability.CORE;
    }

    @Override
    public ObjectNode call(MethodCall call) {
        JmapAccount from = CopyRequest.from(call);
        JmapAccount account = call.ownAccount();
        JmapObject arguments = call.arguments();
        List<String> ids =
                arguments
                        .findIds("blobIds")
                        .orElseThrow(() -> MethodError.invalidArgument("blobIds", "is required"));
        arguments.nothingElse();
        if (ids.size() > call.limits().maxObjectsInSet()) {
            throw MethodError.requestTooLarge("Too many blobs at once.");
        }
        ObjectNode copied = JsonNodeFactory.instance.objectNode();
        ObjectNode notCopied = JsonNodeFactory.instance.objectNode();
        for (String id : ids) {
            try {
                JmapBlob blob = blobs.find(from, id).orElseThrow(SetError::notFound);
                copied.put(id, copy(account, blob, call.limits().maxSizeUpload()));
            } catch (SetError error) {
                notCopied.set(id, error.json());
            }
        }
        ObjectNode response = JsonNodeFactory.instance.objectNode();
        response.put("fromAccountId", from.id());
        response.put("accountId", account.id());
        putUnlessEmpty(response, "copied", copied);
        putUnlessEmpty(response, "notCopied", notCopied);
        return response;
    }

    private static void putUnlessEmpty(ObjectNode response, String name, ObjectNode value) {
        if (value.isEmpty()) {
            response.putNull(name);
        } else {
            response.set(name, value);
        }
    }

    private String copy(JmapAccount account, JmapBlob blob, long most) {
        if (blob.octets() > most) {
            throw SetError.tooLarge("A blob of your own has at most " + most + " octets.");
        }
        try (InputStream in = blob.open();
                BlobWriter writer = uploads.begin()) {
            byte[] buffer = new byte[BUFFER];
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                writer.write(buffer, 0, count);
            }
            return uploads.keep(account.owner().id(), writer.finish())
                    .orElseThrow(() -> SetError.overQuota("Too much was uploaded; try later."));
        } catch (IOException e) {
            throw new UnavailableException("a blob cannot be read: " + e.getMessage(), e);
        }
    }
}
