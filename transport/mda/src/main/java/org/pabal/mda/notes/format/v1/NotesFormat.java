// SPDX-License-Identifier: Apache-2.0
package org.pabal.mda.notes.format.v1;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.pabal.storage.Keys;

/// Keys `Rn`: alone for the sum, and with a digest for each delivery that is not in it yet.
public final class NotesFormat {
    private static final byte[] OURS = {'R', 'n'};
    private static final byte VERSION = 1;
    private static final int DIGEST_OCTETS = 16;

    private NotesFormat() {}

    /// The key of the sum, before those of all notes.
    public static byte[] sum() {
        return OURS.clone();
    }

    /// What comes after all of them.
    public static byte[] end() {
        return Keys.afterPrefix(OURS);
    }

    public static boolean isSum(byte[] key) {
        return key.length == OURS.length;
    }

    /// @param delivery the mail and the recipient
    public static byte[] key(String delivery) {
        try {
            byte[] digest =
                    MessageDigest.getInstance("SHA-256")
                            .digest(delivery.getBytes(StandardCharsets.UTF_8));
            return ByteBuffer.allocate(OURS.length + DIGEST_OCTETS)
                    .put(OURS)
                    .put(digest, 0, DIGEST_OCTETS)
                    .array();
        } catch (NoSuchAlgorithmException everyJavaHasIt) {
            throw new AssertionError(everyJavaHasIt);
        }
    }

    /// By which the sum remembers a delivery: the beginning of its digest.
    public static long mark(byte[] key) {
        return ByteBuffer.wrap(key, OURS.length, Long.BYTES).getLong();
    }

    private interface Writing {
        void to(DataOutputStream out) throws IOException;
    }

    private static byte[] written(Writing writing) {
        try (ByteArrayOutputStream octets = new ByteArrayOutputStream();
                DataOutputStream out = new DataOutputStream(octets)) {
            out.writeByte(VERSION);
            writing.to(out);
            out.flush();
            return octets.toByteArray();
        } catch (IOException inMemory) {
            throw new UncheckedIOException(inMemory);
        }
    }

    private interface Reading<T> {
        T from(DataInputStream in) throws IOException;
    }

    /// Empty for what a newer version has written, or is cut off.
    private static <T> Optional<T> read(byte[] value, Reading<T> reading) {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(value))) {
            return in.readByte() == VERSION ? Optional.of(reading.from(in)) : Optional.empty();
        } catch (IOException cut) {
            return Optional.empty();
        }
    }

    public static byte[] encode(Note note) {
        return written(out -> {
            out.writeLong(note.at().toEpochMilli());
            out.writeBoolean(note.junk());
            out.writeUTF(note.address());
            out.writeUTF(note.domain());
            out.writeShort(note.rules().size());
            for (String rule : note.rules()) {
                out.writeUTF(rule);
            }
        });
    }

    public static Optional<Note> note(byte[] value) {
        return read(
                value,
                in -> {
                    Instant at = Instant.ofEpochMilli(in.readLong());
                    boolean junk = in.readBoolean();
                    String address = in.readUTF();
                    String domain = in.readUTF();
                    int count = in.readUnsignedShort();
                    List<String> rules = new ArrayList<>();
                    for (int i = 0; i < count; i++) {
                        rules.add(in.readUTF());
                    }
                    return new Note(at, rules, address, domain, junk);
                });
    }

    public static byte[] encode(Sum sum) {
        return written(out -> {
            out.writeShort(sum.marks().size());
            for (long mark : sum.marks()) {
                out.writeLong(mark);
            }
            out.writeShort(sum.rules().size());
            for (Map.Entry<String, TreeMap<Integer, Integer>> rule : sum.rules().entrySet()) {
                out.writeUTF(rule.getKey());
                out.writeByte(rule.getValue().size());
                for (Map.Entry<Integer, Integer> day : rule.getValue().entrySet()) {
                    out.writeInt(day.getKey());
                    out.writeInt(day.getValue());
                }
            }
            out.writeShort(sum.addresses().size());
            for (Map.Entry<String, Use> used : sum.addresses().entrySet()) {
                out.writeUTF(used.getKey());
                write(out, used.getValue());
            }
        });
    }

    private static void write(DataOutputStream out, Use use) throws IOException {
        out.writeInt(use.mails());
        out.writeLong(use.first().toEpochMilli());
        out.writeLong(use.last().toEpochMilli());
        out.writeByte(use.domains().size());
        for (Use.Domain domain : use.domains()) {
            out.writeUTF(domain.name());
            out.writeInt(domain.mails());
            out.writeLong(domain.first().toEpochMilli());
        }
    }

    public static Optional<Sum> sum(byte[] value) {
        return read(
                value,
                in -> {
                    List<Long> marks = new ArrayList<>();
                    for (int left = in.readUnsignedShort(); left > 0; left--) {
                        marks.add(in.readLong());
                    }
                    TreeMap<String, TreeMap<Integer, Integer>> rules = new TreeMap<>();
                    for (int left = in.readUnsignedShort(); left > 0; left--) {
                        TreeMap<Integer, Integer> days = new TreeMap<>();
                        rules.put(in.readUTF(), days);
                        for (int day = in.readUnsignedByte(); day > 0; day--) {
                            days.put(in.readInt(), in.readInt());
                        }
                    }
                    TreeMap<String, Use> addresses = new TreeMap<>();
                    for (int left = in.readUnsignedShort(); left > 0; left--) {
                        addresses.put(in.readUTF(), use(in));
                    }
                    return new Sum(marks, rules, addresses);
                });
    }

    private static Use use(DataInputStream in) throws IOException {
        int mails = in.readInt();
        Instant first = Instant.ofEpochMilli(in.readLong());
        Instant last = Instant.ofEpochMilli(in.readLong());
        List<Use.Domain> domains = new ArrayList<>();
        for (int left = in.readUnsignedByte(); left > 0; left--) {
            domains.add(
                    new Use.Domain(
                            in.readUTF(), in.readInt(), Instant.ofEpochMilli(in.readLong())));
        }
        return new Use(mails, first, last, domains);
    }
}
