// SPDX-License-Identifier: Apache-2.0
package org.pabal.filter.learning.format.v1;

import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Map;
import org.pabal.mailbox.Correction;

/// What an account has said and is still to be learnt: message ids and what was said of them, the
/// oldest word first.
public final class WaitingWords {
    private static final byte VERSION = 1;
    private static final int ENTRY = Long.BYTES + 1;

    private WaitingWords() {}

    public static byte[] octets(Map<Long, Correction.Kind> words) {
        ByteBuffer out = ByteBuffer.allocate(1 + words.size() * ENTRY).put(VERSION);
        words.forEach((email, kind) -> out.putLong(email).put(octet(kind)));
        return out.array();
    }

    private static byte octet(Correction.Kind kind) {
        return (byte)
                switch (kind) {
                    case SPAM -> 0;
                    case HAM -> 1;
                    case SPAM_WITHDRAWN -> 2;
                    case HAM_WITHDRAWN -> 3;
                };
    }

    public static Map<Long, Correction.Kind> read(byte[] octets) {
        Map<Long, Correction.Kind> words = new LinkedHashMap<>();
        if (octets.length == 0 || octets[0] != VERSION) {
            return words;
        }
        ByteBuffer in = ByteBuffer.wrap(octets, 1, octets.length - 1);
        while (in.remaining() >= ENTRY) {
            long email = in.getLong();
            byte octet = in.get();
            for (Correction.Kind kind : Correction.Kind.values()) {
                if (octet(kind) == octet) {
                    words.put(email, kind);
                }
            }
        }
        return words;
    }
}
