// SPDX-License-Identifier: Apache-2.0
package org.pabal.jmap.email.submission.format.v1;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.pabal.storage.Keys;

/// Keys and values in an account's space. docs/formats/submissions-v1.md
public final class SubmissionFormat {
    private static final byte OURS = 'Y';
    private static final byte SUBMISSION = 'S';
    private static final byte DESTROYED = 'D';
    private static final byte MODSEQ = 'C';
    private static final int VERSION = 1;

    private SubmissionFormat() {}

    /// A range of keys.
    public record Range(byte[] from, byte[] to) {}

    public static byte[] key(String id) {
        byte[] text = id.getBytes(StandardCharsets.US_ASCII);
        return ByteBuffer.allocate(2 + text.length).put(OURS).put(SUBMISSION).put(text).array();
    }

    public static Range submissions() {
        return range(SUBMISSION);
    }

    /// Of what was destroyed at a modseq.
    public static byte[] destroyedKey(long modSeq) {
        return ByteBuffer.allocate(10).put(OURS).put(DESTROYED).putLong(modSeq).array();
    }

    public static Range destroyed() {
        return range(DESTROYED);
    }

    public static long destroyedAt(byte[] key) {
        return ByteBuffer.wrap(key).getLong(2);
    }

    private static Range range(byte table) {
        byte[] prefix = {OURS, table};
        return new Range(prefix, Keys.afterPrefix(prefix));
    }

    /// Of {@link ModSeqs}.
    public static byte[] modSeqKey() {
        return new byte[] {OURS, MODSEQ};
    }

    /// @param highest the last modseq given out
    /// @param oldest since which all that was destroyed is known
    public record ModSeqs(long highest, long oldest) {
        public byte[] encode() {
            return ByteBuffer.allocate(17)
                    .put((byte) VERSION)
                    .putLong(highest)
                    .putLong(oldest)
                    .array();
        }

        public static ModSeqs decode(byte[] value) {
            ByteBuffer in = ByteBuffer.wrap(value);
            refuseUnless(in.get() == VERSION);
            return new ModSeqs(in.getLong(), in.getLong());
        }
    }

    public static byte[] encode(SubmissionRecord record) {
        List<byte[]> texts = new ArrayList<>();
        for (String text :
                List.of(
                        record.identityId(),
                        record.emailId(),
                        record.threadId(),
                        record.envelope(),
                        record.reply(),
                        record.undoStatus(),
                        record.deliveryStatus())) {
            texts.add(text.getBytes(StandardCharsets.UTF_8));
        }
        record.recipients().forEach(each -> texts.add(each.getBytes(StandardCharsets.UTF_8)));
        int octets = 1 + 3 * 8 + 4 + texts.stream().mapToInt(text -> 4 + text.length).sum();
        ByteBuffer out = ByteBuffer.allocate(octets).put((byte) VERSION);
        out.putLong(record.sendAt().getEpochSecond());
        out.putLong(record.createdAt()).putLong(record.changedAt());
        out.putInt(record.recipients().size());
        texts.forEach(text -> out.putInt(text.length).put(text));
        return out.array();
    }

    /// @throws IllegalArgumentException for a value of another version
    public static SubmissionRecord decode(byte[] key, byte[] value) {
        ByteBuffer in = ByteBuffer.wrap(value);
        refuseUnless(in.get() == VERSION);
        Instant sendAt = Instant.ofEpochSecond(in.getLong());
        long createdAt = in.getLong();
        long changedAt = in.getLong();
        int recipients = in.getInt();
        String id = new String(key, 2, key.length - 2, StandardCharsets.US_ASCII);
        String identityId = text(in);
        String emailId = text(in);
        String threadId = text(in);
        String envelope = text(in);
        String reply = text(in);
        String undoStatus = text(in);
        String deliveryStatus = text(in);
        List<String> addresses = new ArrayList<>();
        for (int i = 0; i < recipients; i++) {
            addresses.add(text(in));
        }
        return new SubmissionRecord(
                id,
                identityId,
                emailId,
                threadId,
                envelope,
                addresses,
                sendAt,
                reply,
                undoStatus,
                deliveryStatus,
                createdAt,
                changedAt);
    }

    private static String text(ByteBuffer in) {
        byte[] octets = new byte[in.getInt()];
        in.get(octets);
        return new String(octets, StandardCharsets.UTF_8);
    }

    private static void refuseUnless(boolean known) {
        if (!known) {
            throw new IllegalArgumentException("a submission of an unknown version");
        }
    }
}
