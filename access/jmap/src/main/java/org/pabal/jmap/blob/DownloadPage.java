// SPDX-License-Identifier: Apache-2.0
package org.pabal.jmap.blob;

import java.io.IOException;
import java.util.Optional;
import org.pabal.http.HttpExchange;
import org.pabal.jmap.Blobs;
import org.pabal.jmap.JmapBlob;
import org.pabal.jmap.JmapUser;
import org.pabal.jmap.protocol.JmapHandler;
import org.pabal.jmap.protocol.RequestError;

/// `GET /jmap/download/{accountId}/{blobId}/{name}?accept=type`. RFC 8620 §6.2.
///
/// What strangers have sent is shown under this server's own name, so nothing of it is ever run: it is
/// always an attachment, of a type from a list, in a sandbox (THREATS J06).
public final class DownloadPage implements JmapHandler.Page {
    public static final String PATH = "/jmap/download/";

    private final Blobs blobs;

    public DownloadPage(Blobs blobs) {
        this.blobs = blobs;
    }

    @Override
    public void answer(HttpExchange exchange, JmapUser user) throws IOException, RequestError {
        JmapHandler.demand(exchange, "GET");
        String[] parts = exchange.path().substring(PATH.length()).split("/", 3);
        Optional<JmapBlob> blob =
                parts.length < 2
                        ? Optional.empty()
                        : user.account(parts[0]).flatMap(account -> blobs.find(account, parts[1]));
        if (blob.isEmpty()) {
            throw RequestError.status(404, "There is no such blob.");
        }
        BlobAnswer answer =
                BlobAnswer.attached(
                        blob.get(),
                        exchange.query("accept").orElse(""),
                        parts.length == 3 ? parts[2] : "");
        exchange.answer("Content-Security-Policy", "sandbox; default-src 'none'");
        exchange.answer("Cross-Origin-Resource-Policy", "same-origin");
        exchange.answer("Cache-Control", "private, immutable, max-age=31536000");
        if (!answer.send(exchange)) {
            throw RequestError.status(416, "The range lies behind the end.");
        }
    }
}
