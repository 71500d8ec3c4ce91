// SPDX-License-Identifier: Apache-2.0
package org.pabal.mda.lab;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.pabal.mailbox.MailboxId;
import org.pabal.mda.lab.Chunk.Copy;
import org.pabal.mda.lab.Chunk.Step;

/// Keys and values of batches in an account's space, version 1: `docs/formats/scripts-v1.md`.
final class BatchFormat {
    private static final byte OURS = 'S';
    private static final byte BATCH = 'U';
    private static final byte CHUNK = 'V';
    private static final int VERSION = 1;

    private BatchFormat() {}

    static byte[] batchesPrefix() {
        return new byte[] {OURS, BATCH};
    }

    static byte[] batchKey(long number) {
        return ByteBuffer.allocate(10).put(OURS).put(BATCH).putLong(number).array();
    }

    static byte[] chunkKey(long number, int chunk) {
        return ByteBuffer.allocate(14).put(OURS).put(CHUNK).putLong(number).putInt(chunk).array();
    }

    static byte[] encode(Batch batch) {
        return written(out -> {
            out.writeLong(batch.number());
            out.writeByte(octet(batch.state()));
            out.writeLong(batch.at().toEpochMilli());
            out.writeLong(batch.source().value());
            out.writeUTF(batch.mailbox());
            out.writeUTF(batch.script());
            out.writeInt(batch.made().size());
            for (MailboxId each : batch.made()) {
                out.writeLong(each.value());
            }
            out.writeInt(batch.chunks());
        });
    }

    private static int octet(Batch.State state) {
        return switch (state) {
            case BEGUN -> 0;
            case APPLIED -> 1;
            case UNDONE -> 2;
        };
    }

    private static Batch.State state(int octet) {
        return switch (octet) {
            case 0 -> Batch.State.BEGUN;
            case 1 -> Batch.State.APPLIED;
            case 2 -> Batch.State.UNDONE;
            default -> throw new IllegalStateException("a batch in a state " + octet);
        };
    }

    static Batch decodeBatch(byte[] value) {
        return read(
                value,
                in -> {
                    long number = in.readLong();
                    Batch.State state = state(in.readUnsignedByte());
                    Instant at = Instant.ofEpochMilli(in.readLong());
                    MailboxId source = new MailboxId(in.readLong());
                    String mailbox = in.readUTF();
                    String script = in.readUTF();
                    List<MailboxId> made = new ArrayList<>();
                    for (int left = in.readInt(); left > 0; left--) {
                        made.add(new MailboxId(in.readLong()));
                    }
                    return new Batch(
                            number, state, at, source, mailbox, script, made, in.readInt());
                });
    }

    static byte[] encode(Chunk chunk) {
        return written(out -> {
            out.writeInt(chunk.ends().size());
            for (Map.Entry<Long, Long> end : chunk.ends().entrySet()) {
                out.writeLong(end.getKey());
                out.writeLong(end.getValue());
            }
            out.writeInt(chunk.steps().size());
            for (Step step : chunk.steps()) {
                write(out, step);
            }
        });
    }

    private static void write(DataOutputStream out, Step step) throws IOException {
        out.writeLong(step.email());
        out.writeLong(step.uid());
        write(out, step.flagsAdded());
        out.writeLong(step.movedTo());
        out.writeInt(step.copies().size());
        for (Copy copy : step.copies()) {
            out.writeLong(copy.mailbox());
            write(out, copy.flagsAdded());
        }
    }

    private static void write(DataOutputStream out, List<String> flags) throws IOException {
        out.writeInt(flags.size());
        for (String flag : flags) {
            out.writeUTF(flag);
        }
    }

    static Chunk decodeChunk(byte[] value) {
        return read(
                value,
                in -> {
                    Map<Long, Long> ends = new HashMap<>();
                    for (int left = in.readInt(); left > 0; left--) {
                        long mailbox = in.readLong();
                        ends.put(mailbox, in.readLong());
                    }
                    List<Step> steps = new ArrayList<>();
                    for (int left = in.readInt(); left > 0; left--) {
                        steps.add(readStep(in));
                    }
                    return new Chunk(ends, steps);
                });
    }

    private static Step readStep(DataInputStream in) throws IOException {
        long email = in.readLong();
        long uid = in.readLong();
        List<String> added = readFlags(in);
        long movedTo = in.readLong();
        List<Copy> copies = new ArrayList<>();
        for (int left = in.readInt(); left > 0; left--) {
            long mailbox = in.readLong();
            copies.add(new Copy(mailbox, readFlags(in)));
        }
        return new Step(email, uid, added, movedTo, copies);
    }

    private static List<String> readFlags(DataInputStream in) throws IOException {
        List<String> flags = new ArrayList<>();
        for (int left = in.readInt(); left > 0; left--) {
            flags.add(in.readUTF());
        }
        return flags;
    }

    private interface Writing {
        void write(DataOutputStream out) throws IOException;
    }

    private interface Reading<T> {
        T read(DataInputStream in) throws IOException;
    }

    private static byte[] written(Writing writing) {
        ByteArrayOutputStream octets = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(octets)) {
            out.writeByte(VERSION);
            writing.write(out);
        } catch (IOException inMemory) {
            throw new UncheckedIOException(inMemory);
        }
        return octets.toByteArray();
    }

    private static <T> T read(byte[] value, Reading<T> reading) {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(value))) {
            if (in.readUnsignedByte() != VERSION) {
                throw new IllegalStateException("a batch of a later release");
            }
            return reading.read(in);
        } catch (IOException cut) {
            throw new IllegalStateException(
                    "the record of a batch is damaged; run 'pabal store verify'", cut);
        }
    }
}
