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
import org.pabal.jmap.JmapBlob;

/// A blob as an answer of HTTP, whole or a range of it.
///
/// What strangers have sent is shown under this server's own name, so nothing of it is ever run: it is
/// an attachment, of a type from a list (THREATS J06).
///
/// @param type the field `Content-Type`
/// @param disposition the field `Content-Disposition`, RFC 6266
public record BlobAnswer(JmapBlob blob, String type, String disposition) {
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

    /// @param type as a stranger says
    /// @param name of the file; may be empty
    public static BlobAnswer attached(JmapBlob blob, String type, String name) {
        return new BlobAnswer(blob, safe(type), disposition("attachment", name));
    }

    /// @param type that is known to be harmless
    /// @param name of the file; may be empty
    public static BlobAnswer shown(JmapBlob blob, String type, String name) {
        return new BlobAnswer(blob, type, disposition("inline", name));
    }

    /// Answers a request; RFC 9110 §14 for a range of it.
    ///
    /// @return false when the range lies behind the end: nothing is sent yet but the fields of a 416
    public boolean send(HttpExchange exchange) throws IOException {
        long size = blob.octets();
        Optional<OctetRange> range =
                OctetRange.asked(exchange.header("Range"), exchange.header("If-Range"), size);
        exchange.answer("Accept-Ranges", "bytes");
        if (range.isPresent() && range.get().isEmpty()) {
            exchange.answer("Content-Range", "bytes */" + size);
            return false;
        }
        exchange.answer("Content-Type", type);
        exchange.answer("Content-Disposition", disposition);
        OctetRange wanted = range.orElseGet(() -> new OctetRange(0, size));
        if (range.isPresent()) {
            exchange.status(206);
            exchange.answer("Content-Range", wanted.field(size));
        }
        exchange.answer("Content-Length", Long.toString(wanted.length()));
        write(exchange, wanted);
        return true;
    }

    private void write(HttpExchange exchange, OctetRange range) throws IOException {
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

    private static String safe(String asked) {
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

    /// The field `Content-Disposition` of what a browser is to save.
    public static String attachment(String name) {
        return disposition("attachment", name);
    }

    /// RFC 6266. The name is the last of what looks like a path.
    private static String disposition(String kind, String asked) {
        String name = asked.replace('\\', '/');
        name = name.substring(name.lastIndexOf('/') + 1);
        name = name.replaceAll("[\\p{Cntrl}\\p{Cf}\"<>:|?*]", "_").strip();
        name = name.substring(0, Math.min(name.length(), MAX_NAME)).replaceAll("^\\.+", "_");
        if (name.isEmpty()) {
            return kind;
        }
        String ascii = name.replaceAll("[^\\x20-\\x7E]|[%']", "_");
        String encoded =
                URLEncoder.encode(name, StandardCharsets.UTF_8)
                        .replace("+", "%20")
                        .replace("*", "%2A");
        return kind + "; filename=\"" + ascii + "\"; filename*=UTF-8''" + encoded;
    }
}
