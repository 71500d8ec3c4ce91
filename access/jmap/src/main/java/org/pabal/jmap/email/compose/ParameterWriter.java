// SPDX-License-Identifier: Apache-2.0
package org.pabal.jmap.email.compose;

import java.nio.charset.StandardCharsets;

/// Writes parameters of Content-Type and Content-Disposition. RFC 2045 §5.1; what is not ASCII, or is
/// long, in the form of RFC 2231 §3 and §4.
final class ParameterWriter {
    private static final int MAX_PLAIN_CHARS = 60;
    private static final int SEGMENT_CHARS = 60;
    private static final String HEX = "0123456789ABCDEF";

    private ParameterWriter() {}

    /// Adds `; name=value`, on lines of its own.
    static void add(StringBuilder field, String name, String value) {
        boolean plain =
                value.length() <= MAX_PLAIN_CHARS
                        && value.chars().allMatch(c -> c >= ' ' && c < 0x7F);
        if (plain) {
            field.append(";\r\n ").append(name).append('=').append(quoted(value));
            return;
        }
        String encoded = "UTF-8''" + percentEncoded(value);
        if (encoded.length() <= SEGMENT_CHARS) {
            field.append(";\r\n ").append(name).append("*=").append(encoded);
            return;
        }
        int segment = 0;
        for (int at = 0; at < encoded.length(); segment++) {
            int end = endOfSegment(encoded, at);
            field.append(";\r\n ").append(name).append('*').append(segment).append("*=");
            field.append(encoded, at, end);
            at = end;
        }
    }

    private static int endOfSegment(String encoded, int start) {
        int end = Math.min(encoded.length(), start + SEGMENT_CHARS);
        int percent = encoded.lastIndexOf('%', end - 1);
        return end < encoded.length() && percent > end - 3 ? percent : end;
    }

    private static String quoted(String value) {
        return value.matches("[A-Za-z0-9!#$&+.^_`{|}~-]+")
                ? value
                : "\"" + value.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
    }

    private static String percentEncoded(String value) {
        StringBuilder encoded = new StringBuilder();
        for (byte octet : value.getBytes(StandardCharsets.UTF_8)) {
            boolean safe =
                    octet >= 'a' && octet <= 'z'
                            || octet >= 'A' && octet <= 'Z'
                            || octet >= '0' && octet <= '9'
                            || "!#$&+-.^_`{|}~".indexOf(octet) >= 0;
            if (safe) {
                encoded.append((char) octet);
            } else {
                encoded.append('%')
                        .append(HEX.charAt(octet >> 4 & 15))
                        .append(HEX.charAt(octet & 15));
            }
        }
        return encoded.toString();
    }
}
