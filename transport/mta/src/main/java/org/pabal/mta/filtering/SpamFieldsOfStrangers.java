// SPDX-License-Identifier: Apache-2.0
package org.pabal.mta.filtering;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/// Takes the fields out of a header section that speak in the spam filter's name, as RFC 8601 §5 has
/// it for results of authentication: a stranger's would be believed by scripts and clients.
final class SpamFieldsOfStrangers {
    private static final byte[] PREFIX = "x-spam-".getBytes(StandardCharsets.US_ASCII);

    private SpamFieldsOfStrangers() {}

    /// @param section with its empty line, if it has one
    /// @return the same array when there are none
    static byte[] removedFrom(byte[] section) {
        int at = 0;
        int keptTo = 0;
        ByteArrayOutputStream kept = null;
        while (at < section.length && section[at] != '\r' && section[at] != '\n') {
            int end = endOfField(section, at);
            if (isOne(section, at)) {
                if (kept == null) {
                    kept = new ByteArrayOutputStream(section.length);
                }
                kept.write(section, keptTo, at - keptTo);
                keptTo = end;
            }
            at = end;
        }
        if (kept == null) {
            return section;
        }
        kept.write(section, keptTo, section.length - keptTo);
        return kept.toByteArray();
    }

    private static boolean isOne(byte[] section, int start) {
        if (start + PREFIX.length > section.length) {
            return false;
        }
        for (int i = 0; i < PREFIX.length; i++) {
            byte octet = section[start + i];
            int lower = octet >= 'A' && octet <= 'Z' ? octet + ('a' - 'A') : octet;
            if (lower != PREFIX[i]) {
                return false;
            }
        }
        return true;
    }

    private static int endOfField(byte[] section, int start) {
        int at = start;
        do {
            while (at < section.length && section[at] != '\n') {
                at++;
            }
            at = Math.min(at + 1, section.length);
        } while (at < section.length && (section[at] == ' ' || section[at] == '\t'));
        return at;
    }
}
