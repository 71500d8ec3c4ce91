// SPDX-License-Identifier: Apache-2.0
package org.pabal.mda.scripts.format.v1;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;

/// Keys and values of scripts in an account's space. Of a script there are two records, so that a
/// list of scripts reads no texts.
public final class ScriptFormat {
    private static final byte OURS = 'S';
    private static final byte ACTIVE = 'A';
    private static final byte FACTS = 'N';
    private static final byte TEXT = 'T';
    private static final byte REPLY = 'R';
    private static final byte VERSION = 1;
    private static final int FACTS_OCTETS = 1 + 8 + 4;

    private ScriptFormat() {}

    /// @param changed when the text was put there
    public record Facts(int octets, Instant changed) {}

    public static byte[] activeKey() {
        return new byte[] {OURS, ACTIVE};
    }

    /// Of the script that is made of the reply while its owner is away.
    public static byte[] replyKey() {
        return new byte[] {OURS, REPLY};
    }

    public static byte[] factsKey(String name) {
        return key(FACTS, name);
    }

    public static byte[] textKey(String name) {
        return key(TEXT, name);
    }

    /// Begins the keys of all facts.
    public static byte[] factsPrefix() {
        return new byte[] {OURS, FACTS};
    }

    public static String nameIn(byte[] key) {
        return new String(key, 2, key.length - 2, StandardCharsets.UTF_8);
    }

    private static byte[] key(byte kind, String name) {
        byte[] text = name.getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(2 + text.length).put(OURS).put(kind).put(text).array();
    }

    public static byte[] encode(Facts facts) {
        return ByteBuffer.allocate(FACTS_OCTETS)
                .put(VERSION)
                .putLong(facts.changed().toEpochMilli())
                .putInt(facts.octets())
                .array();
    }

    /// @throws IllegalStateException for octets of no version that is known
    public static Facts decodeFacts(byte[] value) {
        checkVersion(value);
        ByteBuffer octets = ByteBuffer.wrap(value, 1, FACTS_OCTETS - 1);
        Instant changed = Instant.ofEpochMilli(octets.getLong());
        return new Facts(octets.getInt(), changed);
    }

    public static byte[] encodeName(String name) {
        return versioned(name.getBytes(StandardCharsets.UTF_8));
    }

    public static String decodeName(byte[] value) {
        return new String(decodeText(value), StandardCharsets.UTF_8);
    }

    public static byte[] encodeText(byte[] text) {
        return versioned(text);
    }

    public static byte[] decodeText(byte[] value) {
        checkVersion(value);
        return Arrays.copyOfRange(value, 1, value.length);
    }

    private static byte[] versioned(byte[] rest) {
        return ByteBuffer.allocate(1 + rest.length).put(VERSION).put(rest).array();
    }

    private static void checkVersion(byte[] value) {
        if (value.length == 0 || value[0] != VERSION) {
            throw new IllegalStateException(
                    "a record of scripts is damaged or of a later release; run 'pabal store"
                            + " verify'");
        }
    }
}
