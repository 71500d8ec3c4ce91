// SPDX-License-Identifier: Apache-2.0
package org.pabal.cluster.move;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.pabal.cluster.HostAnswer;
import org.pabal.cluster.HostCall;
import org.pabal.cluster.HostConnection;
import org.pabal.cluster.PieceStreams;
import org.pabal.cluster.alias.AliasStream;
import org.pabal.cluster.move.BucketDigest.KeyDigest;
import org.pabal.directory.OwnAlias;
import org.pabal.message.Address;
import org.pabal.storage.BlobId;

/// A target behind a connection to its cluster service. For one thread, but for {@link #close}.
final class LinkedTarget implements MoveTarget {
    /// Records of one bucket that are believed.
    private static final int MAX_RECORDS = 10_000_000;

    private final HostConnection connection;
    private Duration patience = Duration.ofMinutes(2);

    LinkedTarget(HostConnection connection) {
        this.connection = connection;
    }

    @Override
    public void patience(Duration limit) {
        patience = limit;
    }

    private HostCall call(Word word, Map<String, String> arguments) throws IOException {
        HostCall call = connection.call(word.operation(), arguments);
        call.readDeadline(patience);
        return call;
    }

    private HostCall call(Word word, UUID move) throws IOException {
        return call(word, Map.of(Word.MOVE, move.toString()));
    }

    private void tell(Word word, UUID move) throws IOException {
        done(call(word, move).answer());
    }

    static Map<String, String> done(HostAnswer answer) throws IOException {
        return switch (answer) {
            case HostAnswer.Done(var fields) -> fields;
            case HostAnswer.Refused(var reason) -> throw new MoveRefusedException(reason);
            case HostAnswer.Unavailable(var reason) -> throw new IOException(reason);
        };
    }

    private interface Writing {
        void to(DataOutputStream out) throws IOException;
    }

    private interface Reading<T> {
        T from(DataInputStream in) throws IOException;
    }

    /// Says all, then hears all.
    private <T> T ask(HostCall call, Writing writing, Reading<T> reading) throws IOException {
        DataOutputStream out = PieceStreams.to(call::write);
        writing.to(out);
        out.flush();
        call.end();
        T answer;
        try {
            answer = reading.from(PieceStreams.from(call::read));
        } catch (EOFException cut) {
            done(call.answer()); // says why there was nothing
            throw cut;
        }
        done(call.answer());
        return answer;
    }

    @Override
    public void begin(MoveHead head) throws IOException {
        Map<String, String> arguments =
                Map.of(
                        Word.MOVE,
                        head.move().toString(),
                        Word.ADDRESS,
                        head.address().toString(),
                        Word.ACCOUNT,
                        Long.toString(head.account()),
                        Word.MESSAGES,
                        Long.toString(head.messages()),
                        Word.OCTETS,
                        Long.toString(head.octets()));
        done(call(Word.BEGIN, arguments).answer());
    }

    @Override
    public Set<Long> accounts(UUID move, Map<Long, Address> addresses) throws IOException {
        return ask(
                call(Word.ACCOUNTS, move),
                out -> {
                    out.writeInt(addresses.size());
                    for (Map.Entry<Long, Address> each : addresses.entrySet()) {
                        out.writeLong(each.getKey());
                        out.writeUTF(each.getValue().toString());
                    }
                },
                in -> {
                    Set<Long> known = new HashSet<>();
                    for (int left = Stream.readCount(in, MAX_ASKED); left > 0; left--) {
                        known.add(in.readLong());
                    }
                    return known;
                });
    }

    @Override
    public List<byte[]> buckets(UUID move, byte[] after) throws IOException {
        Map<String, String> arguments =
                Map.of(Word.MOVE, move.toString(), Word.AFTER, HexFormat.of().formatHex(after));
        return ask(
                call(Word.BUCKETS, arguments),
                out -> {},
                in -> {
                    List<byte[]> buckets = new ArrayList<>();
                    for (int left = Stream.readCount(in, MAX_COMPARED); left > 0; left--) {
                        buckets.add(Stream.readKey(in));
                    }
                    return buckets;
                });
    }

    @Override
    public List<BucketDigest.Contents> compare(UUID move, List<BucketDigest> buckets)
            throws IOException {
        return ask(
                call(Word.COMPARE, move),
                out -> {
                    out.writeInt(buckets.size());
                    for (BucketDigest bucket : buckets) {
                        Stream.writeKey(out, bucket.bucket());
                        out.write(bucket.digest());
                    }
                },
                in -> {
                    List<BucketDigest.Contents> differing = new ArrayList<>();
                    for (int left = Stream.readCount(in, MAX_COMPARED); left > 0; left--) {
                        differing.add(contents(in));
                    }
                    return differing;
                });
    }

    private static BucketDigest.Contents contents(DataInputStream in) throws IOException {
        byte[] bucket = Stream.readKey(in);
        List<KeyDigest> records = new ArrayList<>();
        for (int left = Stream.readCount(in, MAX_RECORDS); left > 0; left--) {
            records.add(new KeyDigest(Stream.readKey(in), Stream.exactly(in, BucketDigest.OCTETS)));
        }
        return new BucketDigest.Contents(bucket, records);
    }

    @Override
    public Set<BlobId> missing(UUID move, List<BlobId> blobs) throws IOException {
        return ask(
                call(Word.MISSING, move),
                out -> Stream.writeBlobs(out, blobs, blobs.size()),
                in -> Stream.setOf(Stream.readBlobs(in)));
    }

    @Override
    public Batch batch(UUID move) throws IOException {
        return new LinkedBatch(call(Word.BATCH, move));
    }

    private final class LinkedBatch implements Batch {
        private final HostCall call;
        private final DataOutputStream out;
        private boolean committed;

        LinkedBatch(HostCall call) {
            this.call = call;
            this.out = PieceStreams.to(call::write);
        }

        @Override
        public BlobSink blob(BlobId blob, long size, int topOctets, byte[] sha256)
                throws IOException {
            out.writeByte(Word.BLOB);
            Stream.writeBlob(out, blob);
            out.writeLong(size);
            out.writeInt(topOctets);
            out.write(sha256);
            return out::write;
        }

        @Override
        public void put(byte[] key, byte[] value) throws IOException {
            out.writeByte(Word.PUT);
            Stream.writeKey(out, key);
            out.writeInt(value.length);
            out.write(value);
        }

        @Override
        public void delete(byte[] key) throws IOException {
            out.writeByte(Word.DELETE);
            Stream.writeKey(out, key);
        }

        @Override
        public void commit() throws IOException {
            out.writeByte(Word.COMMIT);
            out.flush();
            done(call.answer());
            committed = true;
        }

        /// What was begun and not committed cannot be taken back but with the connection.
        @Override
        public void close() {
            if (!committed) {
                connection.close();
            }
        }
    }

    @Override
    public void aliases(UUID move, List<OwnAlias> all) throws IOException {
        HostCall call = call(Word.ALIASES, move);
        DataOutputStream out = PieceStreams.to(call::write);
        AliasStream.write(out, all);
        out.flush();
        done(call.answer());
    }

    @Override
    public void ready(UUID move) throws IOException {
        tell(Word.READY, move);
    }

    @Override
    public void live(UUID move) throws IOException {
        tell(Word.LIVE, move);
    }

    @Override
    public void cancel(UUID move) throws IOException {
        tell(Word.CANCEL, move);
    }

    @Override
    public void close() {
        connection.close();
    }
}
