// SPDX-License-Identifier: Apache-2.0
package org.pabal.bans.format.v1;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.pabal.bans.Ban;
import org.pabal.bans.Evidence;
import org.pabal.bans.NameTally;
import org.pabal.bans.Siege;
import org.pabal.bans.Source;
import org.pabal.bans.SourceAndName;
import org.pabal.bans.SourceTally;
import org.pabal.bans.Subject;

/// Keys and values of the space of bans.
public final class BanFormat {
    public static final byte SECRET = 1;
    public static final byte BANS = 2;
    public static final byte SOURCES = 3;
    public static final byte PLACES = 4;
    public static final byte NAMES = 5;
    public static final byte SIEGES = 6;

    /// Of a key behind its first octet: family, length, 8 octets of bits.
    private static final int SOURCE_OCTETS = 10;

    private static final int VERSION = 1;
    private static final int MAX_EVIDENCE = 100;

    private BanFormat() {}

    /// The one key of what fingerprints are made with.
    public static byte[] secret() {
        return new byte[] {SECRET};
    }

    public static byte[] first(byte kind) {
        return new byte[] {kind};
    }

    public static byte[] behind(byte kind) {
        return new byte[] {(byte) (kind + 1)};
    }

    public static byte[] key(Subject subject) {
        return switch (subject) {
            case Subject.Everything(var source) -> subject(0, source, "");
            case Subject.LogIns(var source) -> subject(1, source, "");
            case Subject.Name(var source, var name) -> subject(2, source, name);
        };
    }

    private static byte[] subject(int kind, Source source, String name) {
        byte[] text = name.getBytes(StandardCharsets.UTF_8);
        return sourceTo(
                        ByteBuffer.allocate(2 + SOURCE_OCTETS + text.length)
                                .put(BANS)
                                .put((byte) kind),
                        source)
                .put(text)
                .array();
    }

    private static ByteBuffer sourceTo(ByteBuffer key, Source source) {
        return key.put((byte) source.family().code())
                .putLong(source.bits())
                .put((byte) source.length());
    }

    private static Source source(ByteBuffer key) {
        Source.Family family = Source.Family.of(key.get());
        long bits = key.getLong();
        return new Source(family, bits, key.get());
    }

    public static Subject subject(byte[] key) {
        ByteBuffer in = ByteBuffer.wrap(key, 1, key.length - 1);
        int kind = in.get();
        Source source = source(in);
        return switch (kind) {
            case 0 -> new Subject.Everything(source);
            case 1 -> new Subject.LogIns(source);
            case 2 -> new Subject.Name(source, rest(in));
            default -> throw new IllegalArgumentException("a ban of the kind " + kind);
        };
    }

    private static String rest(ByteBuffer in) {
        byte[] text = new byte[in.remaining()];
        in.get(text);
        return new String(text, StandardCharsets.UTF_8);
    }

    /// @param kind {@link #PLACES} or {@link #NAMES}
    public static byte[] key(byte kind, SourceAndName of) {
        byte[] text = of.name().getBytes(StandardCharsets.UTF_8);
        return sourceTo(ByteBuffer.allocate(1 + SOURCE_OCTETS + text.length).put(kind), of.source())
                .put(text)
                .array();
    }

    public static SourceAndName sourceAndName(byte[] key) {
        ByteBuffer in = ByteBuffer.wrap(key, 1, key.length - 1);
        return new SourceAndName(source(in), rest(in));
    }

    /// The first and the last-but-one key of all addresses within a network: bits come before the
    /// length.
    public static byte[] placesFrom(Source network) {
        return ByteBuffer.allocate(10)
                .put(PLACES)
                .put((byte) network.family().code())
                .putLong(network.bits())
                .array();
    }

    public static byte[] placesBehind(Source network) {
        long last = network.bits() | ~Source.mask(network.length());
        return ByteBuffer.allocate(11)
                .put(PLACES)
                .put((byte) network.family().code())
                .putLong(last)
                .put((byte) 0xFF)
                .array();
    }

    public static byte[] key(Source source) {
        return sourceTo(ByteBuffer.allocate(1 + SOURCE_OCTETS).put(SOURCES), source).array();
    }

    public static Source source(byte[] key) {
        return source(ByteBuffer.wrap(key, 1, key.length - 1));
    }

    public static byte[] siege(String name) {
        byte[] text = name.getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(1 + text.length).put(SIEGES).put(text).array();
    }

    public static String siegedName(byte[] key) {
        return rest(ByteBuffer.wrap(key, 1, key.length - 1));
    }

    private interface Writing {
        void to(DataOutputStream out) throws IOException;
    }

    private static byte[] written(Writing writing) {
        ByteArrayOutputStream octets = new ByteArrayOutputStream();
        try {
            DataOutputStream out = new DataOutputStream(octets);
            out.writeByte(VERSION);
            writing.to(out);
        } catch (IOException inMemory) {
            throw new UncheckedIOException(inMemory);
        }
        return octets.toByteArray();
    }

    private interface Reading<T> {
        T from(DataInputStream in) throws IOException;
    }

    /// @throws IllegalArgumentException for a record of another version, or none at all
    private static <T> T read(byte[] value, Reading<T> reading) {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(value))) {
            int version = in.readUnsignedByte();
            if (version != VERSION) {
                throw new IllegalArgumentException("a record of bans has version " + version);
            }
            return reading.from(in);
        } catch (IOException cut) {
            throw new IllegalArgumentException("a record of bans is cut", cut);
        }
    }

    public static byte[] encode(Ban ban) {
        return written(out -> {
            out.writeUTF(ban.reason());
            out.writeByte(ban.origin().code());
            out.writeLong(ban.since().getEpochSecond());
            out.writeLong(ban.until().getEpochSecond());
            out.writeInt(ban.times());
            evidence(out, ban.evidence());
        });
    }

    public static Ban ban(byte[] key, byte[] value) {
        return read(
                value,
                in ->
                        new Ban(
                                subject(key),
                                in.readUTF(),
                                Ban.Origin.of(in.readByte()),
                                Instant.ofEpochSecond(in.readLong()),
                                Instant.ofEpochSecond(in.readLong()),
                                in.readInt(),
                                evidence(in)));
    }

    private static void evidence(DataOutputStream out, List<Evidence> all) throws IOException {
        out.writeByte(all.size());
        for (Evidence each : all) {
            out.writeLong(each.at().getEpochSecond());
            out.writeUTF(each.service());
            out.writeUTF(each.name());
            out.writeUTF(each.what());
        }
    }

    private static List<Evidence> evidence(DataInputStream in) throws IOException {
        int size = in.readUnsignedByte();
        if (size > MAX_EVIDENCE) {
            throw new IllegalArgumentException("a ban with " + size + " lines of evidence");
        }
        List<Evidence> all = new ArrayList<>(size);
        for (int i = 0; i < size; i++) {
            Instant at = Instant.ofEpochSecond(in.readLong());
            all.add(new Evidence(at, in.readUTF(), in.readUTF(), in.readUTF()));
        }
        return all;
    }

    public static byte[] encode(SourceTally tally) {
        SourceTally.State state = tally.state();
        return written(out -> {
            out.writeDouble(state.points());
            out.writeLong(state.last());
            evidence(out, state.evidence());
        });
    }

    public static SourceTally sourceTally(byte[] value) {
        return read(
                value,
                in ->
                        new SourceTally(
                                new SourceTally.State(
                                        in.readDouble(), in.readLong(), evidence(in))));
    }

    public static byte[] encode(NameTally tally) {
        NameTally.State state = tally.state();
        return written(out -> {
            out.writeByte(state.secrets().length);
            for (int i = 0; i < state.secrets().length; i++) {
                out.writeLong(state.secrets()[i]);
                out.writeLong(state.times()[i]);
                out.writeInt(state.failures()[i]);
            }
            out.writeInt(state.unseen());
            out.writeLong(state.last());
            out.writeBoolean(state.told());
        });
    }

    public static NameTally nameTally(byte[] value) {
        return read(
                value,
                in -> {
                    int size = in.readUnsignedByte();
                    long[] secrets = new long[size];
                    long[] times = new long[size];
                    int[] failures = new int[size];
                    for (int i = 0; i < size; i++) {
                        secrets[i] = in.readLong();
                        times[i] = in.readLong();
                        failures[i] = in.readInt();
                    }
                    return new NameTally(
                            new NameTally.State(
                                    secrets,
                                    times,
                                    failures,
                                    in.readInt(),
                                    in.readLong(),
                                    in.readBoolean()));
                });
    }

    public static byte[] encode(Siege siege) {
        return written(out -> {
            out.writeDouble(siege.points());
            out.writeLong(siege.last());
        });
    }

    public static Siege siege(byte[] value) {
        return read(value, in -> new Siege(in.readDouble(), in.readLong()));
    }

    /// @param last when a log-in succeeded, in seconds since 1970
    public static byte[] place(long last) {
        return written(out -> out.writeLong(last));
    }

    public static long place(byte[] value) {
        return read(value, DataInputStream::readLong);
    }
}
