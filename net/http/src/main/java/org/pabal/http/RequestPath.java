// SPDX-License-Identifier: Apache-2.0
package org.pabal.http;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// Decodes the path of a request, once, and refuses what two readers would understand differently:
/// dot segments, empty segments, control characters, octets that are no UTF-8 (THREATS J10).
/// RFC 3986 §3.3.
public final class RequestPath {
    private static final int HEX = 16;

    private RequestPath() {}

    /// @param raw as it came, without the query
    /// @return empty when it names nothing that could be here
    public static Optional<String> decode(String raw) {
        if (!raw.startsWith("/")) {
            return Optional.empty();
        }
        ByteBuffer octets = ByteBuffer.allocate(raw.length() * 3);
        for (int i = 0; i < raw.length(); i++) {
            char c = raw.charAt(i);
            if (c != '%') {
                octets.put(String.valueOf(c).getBytes(StandardCharsets.UTF_8));
                continue;
            }
            int octet = octet(raw, i + 1);
            if (octet < 0) {
                return Optional.empty();
            }
            if (octet == '/') {
                octets.put((byte) '%').put((byte) '2').put((byte) 'F');
            } else {
                octets.put((byte) octet);
            }
            i += 2;
        }
        return text(octets.flip()).filter(RequestPath::isPlain);
    }

    private static int octet(String raw, int at) {
        if (at + 2 > raw.length()) {
            return -1;
        }
        int high = Character.digit(raw.charAt(at), HEX);
        int low = Character.digit(raw.charAt(at + 1), HEX);
        return high < 0 || low < 0 ? -1 : high * HEX + low;
    }

    private static Optional<String> text(ByteBuffer octets) {
        try {
            return Optional.of(StandardCharsets.UTF_8.newDecoder().decode(octets).toString());
        } catch (CharacterCodingException notUtf8) {
            return Optional.empty();
        }
    }

    private static boolean isPlain(String path) {
        for (int i = 0; i < path.length(); i++) {
            if (Character.isISOControl(path.charAt(i))) {
                return false;
            }
        }
        String[] segments = path.split("/", -1);
        for (int i = 1; i < segments.length; i++) {
            boolean last = i == segments.length - 1;
            String segment = segments[i];
            if (segment.isEmpty() && !last || segment.equals(".") || segment.equals("..")) {
                return false;
            }
        }
        return true;
    }
}
