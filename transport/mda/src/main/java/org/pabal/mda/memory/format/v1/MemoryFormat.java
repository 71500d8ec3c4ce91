// SPDX-License-Identifier: Apache-2.0
package org.pabal.mda.memory.format.v1;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import org.pabal.storage.Keys;

/// Keys `R`, one letter for the kind, half of a SHA-256 of what is remembered; and their values.
public final class MemoryFormat {
    private static final byte OURS = 'R';
    private static final byte VERSION = 1;
    private static final int DIGEST_OCTETS = 16;
    private static final int MEMORY_OCTETS = 17;
    private static final int MAX_TEXT_OCTETS = 2_000;

    private MemoryFormat() {}

    /// The letters are those on disk.
    public enum Kind {
        /// Somebody was answered.
        ANSWERED('a'),
        /// A script has seen a message. RFC 7352
        SEEN('s'),
        /// A message was filed, for the settings' duplicate window.
        FILED('f'),
        /// A script failed.
        TROUBLE('t');

        private final byte letter;

        Kind(char letter) {
            this.letter = (byte) letter;
        }
    }

    /// @param what of which one key is made, whatever its length
    public static byte[] key(Kind kind, String what) {
        return ByteBuffer.allocate(2 + DIGEST_OCTETS)
                .put(OURS)
                .put(kind.letter)
                .put(digest(what), 0, DIGEST_OCTETS)
                .array();
    }

    /// Where all keys of a kind begin.
    public static byte[] first(Kind kind) {
        return new byte[] {OURS, kind.letter};
    }

    /// A place among the keys of a kind.
    ///
    /// @param random which; they are spread evenly
    public static byte[] somewhere(Kind kind, long random) {
        return ByteBuffer.allocate(10).put(OURS).put(kind.letter).putLong(random).array();
    }

    /// What comes after all keys of a kind.
    public static byte[] end(Kind kind) {
        return Keys.afterPrefix(first(kind));
    }

    /// What comes first and last of all that delivery remembers.
    public static byte[] first() {
        return new byte[] {OURS};
    }

    public static byte[] end() {
        return Keys.afterPrefix(first());
    }

    /// @param at when it was remembered
    /// @param until after which it counts no more
    public record Memory(Instant at, Instant until) {}

    public static byte[] encode(Memory memory) {
        return ByteBuffer.allocate(MEMORY_OCTETS)
                .put(VERSION)
                .putLong(memory.at().getEpochSecond())
                .putLong(memory.until().getEpochSecond())
                .array();
    }

    /// @param who was answered: kept behind the memory, so that the owner can be told
    public static byte[] encode(Memory memory, String who) {
        byte[] octets = octets(who);
        return ByteBuffer.allocate(MEMORY_OCTETS + octets.length)
                .put(encode(memory))
                .put(octets)
                .array();
    }

    /// Who was answered; empty where that was not kept.
    public static Optional<String> decodeWho(byte[] value) {
        return value.length <= MEMORY_OCTETS || value[0] != VERSION
                ? Optional.empty()
                : Optional.of(
                        new String(
                                value,
                                MEMORY_OCTETS,
                                value.length - MEMORY_OCTETS,
                                StandardCharsets.UTF_8));
    }

    /// @return empty for what a newer version has written
    public static Optional<Memory> decodeMemory(byte[] value) {
        if (value.length < MEMORY_OCTETS || value[0] != VERSION) {
            return Optional.empty();
        }
        ByteBuffer in = ByteBuffer.wrap(value, 1, 16);
        return Optional.of(
                new Memory(
                        Instant.ofEpochSecond(in.getLong()), Instant.ofEpochSecond(in.getLong())));
    }

    /// @param mail the id of the mail that a script failed on
    public record Trouble(Instant at, String mail, String script, String text) {}

    public static byte[] encode(Trouble trouble) {
        byte[] mail = octets(trouble.mail());
        byte[] script = octets(trouble.script());
        byte[] text = octets(trouble.text());
        return ByteBuffer.allocate(13 + mail.length + script.length + text.length)
                .put(VERSION)
                .putLong(trouble.at().getEpochSecond())
                .putShort((short) mail.length)
                .put(mail)
                .putShort((short) script.length)
                .put(script)
                .put(text)
                .array();
    }

    public static Optional<Trouble> decodeTrouble(byte[] value) {
        if (value.length < 13 || value[0] != VERSION) {
            return Optional.empty();
        }
        ByteBuffer in = ByteBuffer.wrap(value, 1, value.length - 1);
        Instant at = Instant.ofEpochSecond(in.getLong());
        String mail = text(in, in.getShort());
        String script = text(in, in.getShort());
        return Optional.of(new Trouble(at, mail, script, text(in, in.remaining())));
    }

    private static byte[] octets(String text) {
        byte[] all = text.getBytes(StandardCharsets.UTF_8);
        return all.length <= MAX_TEXT_OCTETS ? all : Arrays.copyOf(all, MAX_TEXT_OCTETS);
    }

    private static String text(ByteBuffer in, int length) {
        byte[] octets = new byte[Math.min(Math.max(length, 0), in.remaining())];
        in.get(octets);
        return new String(octets, StandardCharsets.UTF_8);
    }

    private static byte[] digest(String text) {
        try {
            return MessageDigest.getInstance("SHA-256")
                    .digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException everyJavaHasIt) {
            throw new AssertionError(everyJavaHasIt);
        }
    }
}
