// SPDX-License-Identifier: Apache-2.0
package org.pabal.jmap.blob;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
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
    private static final int BUFFER = 64 << 10;
    private static final int MAX_NAME = 200;
    private static final String OCTETS = "application/octet-stream";

    /// None of these runs anything in a browser. No SVG, no XML.
    private static final Set<String> SAFE_TYPES =
            Set.of(
                    "application/gzip",
                    "application/json",
                    "application/msword",
                    "application/pdf",
                    "application/rtf",
                    "application/vnd.ms-excel",
                    "application/vnd.ms-powerpoint",
                    "application/vnd.openxmlformats-officedocument.presentationml.presentation",
                    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
                    "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
                    "application/x-hwp",
                    "application/zip",
                    "audio/mpeg",
                    "audio/ogg",
                    "audio/wav",
                    "image/avif",
                    "image/bmp",
                    "image/gif",
                    "image/jpeg",
                    "image/png",
                    "image/tiff",
                    "image/webp",
                    "message/rfc822",
                    "text/calendar",
                    "text/csv",
                    "text/plain",
                    "text/vcard",
                    "video/mp4",
                    "video/webm");

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
        long size = blob.get().octets();
        Optional<OctetRange> range =
                OctetRange.asked(exchange.header("Range"), exchange.header("If-Range"), size);
        exchange.answer("Content-Type", type(exchange.query("accept").orElse("")));
        exchange.answer("Content-Disposition", disposition(parts.length == 3 ? parts[2] : ""));
        exchange.answer("Content-Security-Policy", "sandbox; default-src 'none'");
        exchange.answer("Cross-Origin-Resource-Policy", "same-origin");
        exchange.answer("Cache-Control", "private, immutable, max-age=31536000");
        exchange.answer("Accept-Ranges", "bytes");
        if (range.isPresent() && range.get().isEmpty()) {
            exchange.answer("Content-Range", "bytes */" + size);
            throw RequestError.status(416, "The range lies behind the end.");
        }
        OctetRange wanted = range.orElseGet(() -> new OctetRange(0, size));
        if (range.isPresent()) {
            exchange.status(206);
            exchange.answer("Content-Range", wanted.field(size));
        }
        exchange.answer("Content-Length", Long.toString(wanted.length()));
        send(exchange, blob.get(), wanted);
    }

    private static void send(HttpExchange exchange, JmapBlob blob, OctetRange range)
            throws IOException {
        try (InputStream in = blob.open();
                OutputStream out = exchange.stream()) {
            in.skipNBytes(range.from());
            byte[] buffer = new byte[BUFFER];
            long left = range.length();
            while (left > 0) {
                int count = in.read(buffer, 0, (int) Math.min(buffer.length, left));
                if (count < 0) {
                    throw new IOException("a blob is shorter than it should be");
                }
                out.write(buffer, 0, count);
                left -= count;
            }
        }
    }

    private static String type(String asked) {
        int end = asked.indexOf(';');
        String type = (end < 0 ? asked : asked.substring(0, end)).strip().toLowerCase(Locale.ROOT);
        if (!SAFE_TYPES.contains(type)) {
            return OCTETS;
        }
        return type.startsWith("text/") ? type + charset(asked) : type;
    }

    /// Only what text is in as a rule.
    private static String charset(String asked) {
        String lower = asked.toLowerCase(Locale.ROOT);
        for (String charset : List.of("utf-8", "euc-kr", "iso-8859-1", "us-ascii")) {
            if (lower.matches("[^;]*; *charset=\"?" + charset + "\"?")) {
                return "; charset=" + charset;
            }
        }
        return "";
    }

    /// RFC 6266. The name is the last of what looks like a path.
    static String disposition(String asked) {
        String name = asked.replace('\\', '/');
        name = name.substring(name.lastIndexOf('/') + 1);
        name = name.replaceAll("[\\p{Cntrl}\\p{Cf}\"<>:|?*]", "_").strip();
        name = name.substring(0, Math.min(name.length(), MAX_NAME)).replaceAll("^\\.+", "_");
        if (name.isEmpty()) {
            return "attachment";
        }
        String ascii = name.replaceAll("[^\\x20-\\x7E]|[%']", "_");
        String encoded =
                URLEncoder.encode(name, StandardCharsets.UTF_8)
                        .replace("+", "%20")
                        .replace("*", "%2A");
        return "attachment; filename=\"" + ascii + "\"; filename*=UTF-8''" + encoded;
    }
}
