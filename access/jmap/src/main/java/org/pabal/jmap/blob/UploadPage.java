// SPDX-License-Identifier: Apache-2.0
package org.pabal.jmap.blob;

import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.regex.Pattern;
import org.pabal.directory.AccountId;
import org.pabal.http.HttpExchange;
import org.pabal.jmap.JmapAccount;
import org.pabal.jmap.JmapLimits;
import org.pabal.jmap.JmapUser;
import org.pabal.jmap.protocol.JmapHandler;
import org.pabal.jmap.protocol.JsonText;
import org.pabal.jmap.protocol.RequestError;
import org.pabal.jmap.protocol.Slots;
import org.pabal.storage.Blob;
import org.pabal.storage.BlobWriter;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// `POST /jmap/upload/{accountId}/`. RFC 8620 §6.1.
public final class UploadPage implements JmapHandler.Page {
    public static final String PATH = "/jmap/upload/";
    private static final int BUFFER = 64 << 10;
    private static final Pattern TYPE = Pattern.compile("[\\x20-\\x7E]{1,255}");

    private final Uploads uploads;
    private final JmapLimits limits;
    private final Slots slots;

    public UploadPage(Uploads uploads, JmapLimits limits) {
        this.uploads = uploads;
        this.limits = limits;
        this.slots = new Slots(limits.maxConcurrentUpload());
    }

    @Override
    public void answer(HttpExchange exchange, JmapUser user) throws IOException, RequestError {
        JmapHandler.demand(exchange, "POST");
        JmapAccount account = account(exchange, user);
        AccountId who = user.account().id();
        if (!slots.enter(who)) {
            exchange.answer("Retry-After", "5");
            throw RequestError.busy(
                    "maxConcurrentUpload",
                    "At most " + limits.maxConcurrentUpload() + " uploads run at one time.");
        }
        try {
            ObjectNode response = upload(exchange, account);
            exchange.status(201);
            exchange.answer("Content-Type", "application/json");
            exchange.send(JsonText.octets(response));
        } finally {
            slots.leave(who);
        }
    }

    private static JmapAccount account(HttpExchange exchange, JmapUser user) throws RequestError {
        String id = exchange.path().substring(PATH.length()).replaceFirst("/$", "");
        JmapAccount account =
                user.account(id)
                        .orElseThrow(() -> RequestError.status(404, "There is no such account."));
        if (!account.isPersonal()) {
            throw RequestError.status(403, "Upload to your own account, then copy.");
        }
        return account;
    }

    private ObjectNode upload(HttpExchange exchange, JmapAccount account)
            throws IOException, RequestError {
        try (BlobWriter writer = uploads.begin()) {
            copy(exchange.body(), writer);
            Blob blob = writer.finish();
            Optional<String> id = uploads.keep(account.owner().id(), blob);
            if (id.isEmpty()) {
                throw RequestError.status(507, "Too much was uploaded; try again in an hour.");
            }
            ObjectNode response = JsonNodeFactory.instance.objectNode();
            response.put("accountId", account.id());
            response.put("blobId", id.get());
            response.put(
                    "type",
                    exchange.header("Content-Type")
                            .filter(type -> TYPE.matcher(type).matches())
                            .orElse("application/octet-stream"));
            response.put("size", blob.size());
            return response;
        }
    }

    private void copy(InputStream in, BlobWriter writer) throws IOException, RequestError {
        byte[] buffer = new byte[BUFFER];
        long octets = 0;
        for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
            octets += count;
            if (octets > limits.maxSizeUpload()) {
                throw RequestError.limit(
                        "maxSizeUpload",
                        "A file has at most " + limits.maxSizeUpload() + " octets.");
            }
            writer.write(buffer, 0, count);
        }
    }
}
