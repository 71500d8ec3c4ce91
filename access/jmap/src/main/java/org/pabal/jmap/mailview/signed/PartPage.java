// SPDX-License-Identifier: Apache-2.0
package org.pabal.jmap.mailview.signed;

import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import org.pabal.http.HttpExchange;
import org.pabal.http.HttpHandler;
import org.pabal.http.Problem;
import org.pabal.jmap.Blobs;
import org.pabal.jmap.JmapBlob;
import org.pabal.jmap.blob.BlobAnswer;

/// `GET /b/{signature}`: a part of a message. Pictures, known by what they begin with, may be shown;
/// everything else is an attachment, of a type that no browser runs (THREATS J06).
public final class PartPage implements HttpHandler {
    private final Visitors visitors;
    private final Blobs blobs;

    /// @param blobs those of messages at least
    public PartPage(Visitors visitors, Blobs blobs) {
        this.visitors = visitors;
        this.blobs = blobs;
    }

    private record Found(Grant.Part part, JmapBlob blob) {}

    @Override
    public void handle(HttpExchange exchange) throws IOException {
        Optional<Found> found = visitors.of(exchange).flatMap(this::find);
        if (found.isEmpty()) {
            new Problem(404, "There is no such part of a mail, or the link has ended.")
                    .send(exchange);
            return;
        }
        JmapBlob blob = found.get().blob();
        Grant.Part part = found.get().part();
        Optional<ImageKind> picture = picture(blob);
        BlobAnswer answer =
                picture.map(kind -> BlobAnswer.shown(blob, kind.type(), part.name()))
                        .orElseGet(() -> BlobAnswer.attached(blob, part.type(), part.name()));
        PictureProxy.fields(exchange);
        if (!answer.send(exchange)) {
            new Problem(416, "The range lies behind the end.").send(exchange);
        }
    }

    private Optional<Found> find(Visitors.Visit visit) {
        return visit.grant().shown() instanceof Grant.Part part
                ? blobs.find(visit.account(), part.blobId()).map(blob -> new Found(part, blob))
                : Optional.empty();
    }

    private static Optional<ImageKind> picture(JmapBlob blob) throws IOException {
        try (InputStream in = blob.open()) {
            return ImageKind.of(in.readNBytes(ImageKind.OCTETS));
        }
    }
}
