// SPDX-License-Identifier: Apache-2.0
package org.pabal.mta.signing.format.v1;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/// A key as it lies in the store. Times are milliseconds since 1970, 0 for none.
///
/// @param state 1 prepared, 2 signing, 3 retired
/// @param algorithm 1 rsa-sha256, 2 ed25519-sha256
/// @param published 1 when an operator vouches that the record is published for long, else 0
/// @param publicKey `p=` in base64
/// @param secret PrivateKeyInfo in DER; empty once it is erased
public record KeyOctets(
        int state,
        int algorithm,
        int published,
        long made,
        long since,
        long seen,
        String publicKey,
        byte[] secret) {
    private static final byte VERSION = 1;
    private static final byte KIND = 'K';
    private static final int FIXED = 1 + 3 + 3 * Long.BYTES + 2 * Short.BYTES;

    /// All keys begin with it.
    public static byte[] prefix() {
        return new byte[] {KIND};
    }

    public static byte[] key(String domain, String selector) {
        byte[] name = (domain + "\0" + selector).getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(1 + name.length).put(KIND).put(name).array();
    }

    public static String domain(byte[] key) {
        String name = name(key);
        return name.substring(0, Math.max(0, name.indexOf('\0')));
    }

    public static String selector(byte[] key) {
        String name = name(key);
        return name.substring(name.indexOf('\0') + 1);
    }

    private static String name(byte[] key) {
        return new String(key, 1, key.length - 1, StandardCharsets.UTF_8);
    }

    public byte[] encode() {
        byte[] text = publicKey.getBytes(StandardCharsets.US_ASCII);
        return ByteBuffer.allocate(FIXED + text.length + secret.length)
                .put(VERSION)
                .put((byte) state)
                .put((byte) algorithm)
                .put((byte) published)
                .putLong(made)
                .putLong(since)
                .putLong(seen)
                .putShort((short) text.length)
                .put(text)
                .putShort((short) secret.length)
                .put(secret)
                .array();
    }

    /// @throws IllegalArgumentException for octets of another version, or cut off
    public static KeyOctets decode(byte[] value) {
        ByteBuffer in = ByteBuffer.wrap(value);
        try {
            if (in.get() != VERSION) {
                throw new IllegalArgumentException("written by a newer version of this server");
            }
            KeyOctets read =
                    new KeyOctets(
                            in.get(),
                            in.get(),
                            in.get(),
                            in.getLong(),
                            in.getLong(),
                            in.getLong(),
                            new String(octets(in), StandardCharsets.US_ASCII),
                            octets(in));
            if (in.hasRemaining()) {
                throw new IllegalArgumentException("damaged");
            }
            return read;
        } catch (BufferUnderflowException cut) {
            throw new IllegalArgumentException("damaged", cut);
        }
    }

    private static byte[] octets(ByteBuffer in) {
        byte[] octets = new byte[Math.min(in.getShort() & 0xFFFF, in.remaining() + 1)];
        in.get(octets);
        return octets;
    }
}
