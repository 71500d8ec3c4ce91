// SPDX-License-Identifier: Apache-2.0
package org.pabal.sessions.format.v1;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import org.pabal.message.UnavailableException;

/// Writes and reads the fields of a record: the version, then what there is, numbers with the highest
/// octet first, octets and texts behind their length in two octets.
final class Fields {
    static final int VERSION = 1;
    private static final int MAX_LENGTH = 0xFFFF;

    private Fields() {}

    @FunctionalInterface
    interface Writing {
        void write(DataOutputStream out) throws IOException;
    }

    @FunctionalInterface
    interface Reading<T> {
        T read(DataInputStream in) throws IOException;
    }

    /// Of a record that had less in it once.
    @FunctionalInterface
    interface ReadingVersion<T> {
        T read(int version, DataInputStream in) throws IOException;
    }

    static byte[] write(Writing what) {
        return write(VERSION, what);
    }

    static byte[] write(int version, Writing what) {
        ByteArrayOutputStream octets = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(octets)) {
            out.writeByte(version);
            what.write(out);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return octets.toByteArray();
    }

    /// @param name what the record is, for the operator
    static <T> T read(String name, byte[] value, Reading<T> how) {
        return read(name, VERSION, value, (_, in) -> how.read(in));
    }

    /// @param newest that is known
    static <T> T read(String name, int newest, byte[] value, ReadingVersion<T> how) {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(value))) {
            int version = in.readUnsignedByte();
            if (version < VERSION || version > newest) {
                throw new UnavailableException(
                        name + " was written by a newer version; run that version");
            }
            return how.read(version, in);
        } catch (IOException | IllegalArgumentException damaged) {
            throw new UnavailableException(
                    name
                            + " is damaged; run `pabal store verify`, then restore it from a"
                            + " backup");
        }
    }

    static void octets(DataOutputStream out, byte[] octets) throws IOException {
        if (octets.length > MAX_LENGTH) {
            throw new IllegalArgumentException("a field of " + octets.length + " octets");
        }
        out.writeShort(octets.length);
        out.write(octets);
    }

    static byte[] octets(DataInputStream in) throws IOException {
        byte[] octets = new byte[in.readUnsignedShort()];
        in.readFully(octets);
        return octets;
    }

    static void text(DataOutputStream out, String text) throws IOException {
        octets(out, text.getBytes(StandardCharsets.UTF_8));
    }

    static String text(DataInputStream in) throws IOException {
        return new String(octets(in), StandardCharsets.UTF_8);
    }

    static void time(DataOutputStream out, Instant time) throws IOException {
        out.writeLong(time.getEpochSecond());
    }

    static Instant time(DataInputStream in) throws IOException {
        return Instant.ofEpochSecond(in.readLong());
    }

    static void someTime(DataOutputStream out, Optional<Instant> time) throws IOException {
        out.writeBoolean(time.isPresent());
        if (time.isPresent()) {
            time(out, time.get());
        }
    }

    static Optional<Instant> someTime(DataInputStream in) throws IOException {
        return in.readBoolean() ? Optional.of(time(in)) : Optional.empty();
    }
}
