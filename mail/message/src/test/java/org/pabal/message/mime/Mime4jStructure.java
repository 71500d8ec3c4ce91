// SPDX-License-Identifier: Apache-2.0
package org.pabal.message.mime;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import org.apache.james.mime4j.stream.EntityState;
import org.apache.james.mime4j.stream.MimeConfig;
import org.apache.james.mime4j.stream.MimeTokenStream;
import org.apache.james.mime4j.stream.RecursionMode;

/// The structure of a message as Apache James mime4j sees it, and as we do, in one notation:
/// `multipart/mixed{text/plain[body]message/rfc822{text/html[body]}}`.
final class Mime4jStructure {
    private Mime4jStructure() {}

    static String ofMime4j(byte[] message) throws Exception {
        MimeConfig config =
                MimeConfig.custom()
                        .setMalformedHeaderStartsBody(true)
                        .setMaxLineLen(-1)
                        .setMaxHeaderCount(-1)
                        .setMaxHeaderLen(-1)
                        .build();
        var stream = new MimeTokenStream(config);
        stream.setRecursionMode(RecursionMode.M_RECURSE);
        stream.parse(new ByteArrayInputStream(message));
        StringBuilder out = new StringBuilder();
        for (EntityState state = stream.getState();
                state != EntityState.T_END_OF_STREAM;
                state = stream.next()) {
            switch (state) {
                case T_START_MULTIPART -> out.append(type(stream)).append('{');
                case T_END_MULTIPART -> out.append('}');
                case T_START_MESSAGE -> {
                    out.append("message{");
                }
                case T_END_MESSAGE -> out.append('}');
                case T_BODY -> {
                    byte[] body = stream.getInputStream().readAllBytes();
                    out.append(type(stream)).append('[');
                    out.append(new String(body, StandardCharsets.ISO_8859_1)).append(']');
                }
                default -> {}
            }
        }
        return out.substring("message{".length(), out.length() - 1); // without the message itself
    }

    private static String type(MimeTokenStream stream) {
        return stream.getBodyDescriptor().getMimeType();
    }

    static String ofOurs(byte[] message, MimePart part) {
        StringBuilder out = new StringBuilder();
        append(out, message, part);
        return out.toString();
    }

    private static void append(StringBuilder out, byte[] message, MimePart part) {
        String type = part.content().type() + "/" + part.content().subtype();
        if (part.isMessage()) {
            out.append("message{");
            append(out, message, part.children().getFirst());
            out.append('}');
        } else if (part.content().type().equals("multipart")) {
            out.append(type).append('{');
            part.children().forEach(child -> append(out, message, child));
            out.append('}');
        } else {
            int from = (int) part.bodyOffset();
            int length = (int) part.bodyOctets();
            out.append(type).append('[');
            out.append(new String(message, from, length, StandardCharsets.ISO_8859_1)).append(']');
        }
    }
}
