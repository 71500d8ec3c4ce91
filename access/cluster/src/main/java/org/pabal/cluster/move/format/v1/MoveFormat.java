// SPDX-License-Identifier: Apache-2.0
package org.pabal.cluster.move.format.v1;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import org.pabal.directory.AccountId;
import org.pabal.message.Address;

/// Keys and values of the space of moves.
public final class MoveFormat {
    private static final byte DEPARTURE = 'O';
    private static final byte ARRIVAL = 'I';
    private static final int VERSION = 1;

    private MoveFormat() {}

    public static byte[] departure(AccountId account) {
        return key(DEPARTURE, account);
    }

    public static byte[] arrival(AccountId account) {
        return key(ARRIVAL, account);
    }

    private static byte[] key(byte letter, AccountId account) {
        return ByteBuffer.allocate(9).put(letter).putLong(account.value()).array();
    }

    public static byte[] departures() {
        return new byte[] {DEPARTURE};
    }

    public static byte[] arrivals() {
        return new byte[] {ARRIVAL};
    }

    public static AccountId accountOf(byte[] key) {
        return new AccountId(ByteBuffer.wrap(key).getLong(1));
    }

    private interface Writing {
        void to(DataOutputStream out) throws IOException;
    }

    private static byte[] written(Writing writing) {
        ByteArrayOutputStream octets = new ByteArrayOutputStream();
        try {
            writing.to(new DataOutputStream(octets));
        } catch (IOException inMemory) {
            throw new UncheckedIOException(inMemory);
        }
        return octets.toByteArray();
    }

    public static byte[] encode(DepartureRecord record) {
        return written(out -> {
            head(out, record.move(), record.state().code, record.begun(), record.changed());
            out.writeUTF(record.address().toString());
            out.writeUTF(record.host());
        });
    }

    private static void head(DataOutputStream out, UUID move, int state, Instant begun, Instant at)
            throws IOException {
        out.writeByte(VERSION);
        out.writeLong(move.getMostSignificantBits());
        out.writeLong(move.getLeastSignificantBits());
        out.writeByte(state);
        out.writeLong(begun.toEpochMilli());
        out.writeLong(at.toEpochMilli());
    }

    public static byte[] encode(ArrivalRecord record) {
        return written(out -> {
            head(out, record.move(), record.state().code, record.begun(), record.changed());
            out.writeUTF(record.address().toString());
            out.writeUTF(record.host());
            out.writeInt(record.numbers().size());
            for (Map.Entry<Long, Long> each : record.numbers().entrySet()) {
                out.writeLong(each.getKey());
                out.writeLong(each.getValue());
            }
        });
    }

    private interface Reading<T> {
        T from(DataInputStream in) throws IOException;
    }

    /// @throws IllegalArgumentException for a record of another version, or none at all
    private static <T> T read(byte[] value, Reading<T> reading) {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(value))) {
            int version = in.readUnsignedByte();
            if (version != VERSION) {
                throw new IllegalArgumentException("a record of a move has version " + version);
            }
            return reading.from(in);
        } catch (IOException cut) {
            throw new IllegalArgumentException("a record of a move is cut", cut);
        }
    }

    public static DepartureRecord decodeDeparture(byte[] key, byte[] value) {
        return read(
                value,
                in -> {
                    UUID move = new UUID(in.readLong(), in.readLong());
                    DepartureRecord.State state = departureState(in.readByte());
                    Instant begun = Instant.ofEpochMilli(in.readLong());
                    Instant changed = Instant.ofEpochMilli(in.readLong());
                    Address address = Address.of(in.readUTF());
                    return new DepartureRecord(
                            move, accountOf(key), address, in.readUTF(), state, begun, changed);
                });
    }

    private static DepartureRecord.State departureState(int code) throws IOException {
        for (DepartureRecord.State state : DepartureRecord.State.values()) {
            if (state.code == code) {
                return state;
            }
        }
        throw new IOException("no state " + code);
    }

    public static ArrivalRecord decodeArrival(byte[] key, byte[] value) {
        return read(
                value,
                in -> {
                    UUID move = new UUID(in.readLong(), in.readLong());
                    ArrivalRecord.State state = arrivalState(in.readByte());
                    Instant begun = Instant.ofEpochMilli(in.readLong());
                    Instant changed = Instant.ofEpochMilli(in.readLong());
                    Address address = Address.of(in.readUTF());
                    String host = in.readUTF();
                    SortedMap<Long, Long> numbers = new TreeMap<>();
                    for (int left = in.readInt(); left > 0; left--) {
                        numbers.put(in.readLong(), in.readLong());
                    }
                    return new ArrivalRecord(
                            move, accountOf(key), address, host, state, numbers, begun, changed);
                });
    }

    private static ArrivalRecord.State arrivalState(int code) throws IOException {
        for (ArrivalRecord.State state : ArrivalRecord.State.values()) {
            if (state.code == code) {
                return state;
            }
        }
        throw new IOException("no state " + code);
    }
}
