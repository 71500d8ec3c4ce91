// SPDX-License-Identifier: Apache-2.0
package org.pabal.cluster.move;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.pabal.cluster.HostAnswer;
import org.pabal.cluster.HostOperation;
import org.pabal.cluster.HostRequest;
import org.pabal.cluster.PieceStreams;
import org.pabal.cluster.alias.AliasStream;
import org.pabal.cluster.move.BucketDigest.KeyDigest;
import org.pabal.directory.AccountId;
import org.pabal.directory.OwnAlias;
import org.pabal.message.Address;
import org.pabal.storage.BlobId;

/// What other hosts ask about moves, for the cluster service.
public final class MoveOperations {
    private static final int CHUNK = 64 << 10;

    private final Moves moves;

    /// Has this host's directory say where an account is: address, host, and the host that asks.
    private final SetHost setHost;

    /// Sets the host of an account in this host's directory, when another asks for it.
    @FunctionalInterface
    public interface SetHost {
        /// @param peer where the account has been
        HostAnswer set(Address address, String host, String peer);
    }

    public MoveOperations(Moves moves, SetHost setHost) {
        this.moves = moves;
        this.setHost = setHost;
    }

    /// By their names.
    public Map<String, HostOperation> all() {
        Map<String, HostOperation> all = new HashMap<>();
        for (Word word : Word.values()) {
            all.put(word.operation(), request -> answer(word, request));
        }
        return all;
    }

    private HostAnswer answer(Word word, HostRequest request) throws IOException {
        try {
            MoveTarget target = moves.from(request.host());
            return switch (word) {
                case BEGIN -> begin(target, request);
                case ACCOUNTS -> accounts(target, request);
                case BUCKETS -> buckets(target, request);
                case COMPARE -> compare(target, request);
                case MISSING -> missing(target, request);
                case BATCH -> batch(target, request);
                case ALIASES -> aliases(target, request);
                case READY -> done(() -> target.ready(move(request)));
                case LIVE -> done(() -> target.live(move(request)));
                case CANCEL -> done(() -> target.cancel(move(request)));
                case STATE -> state(request);
                case SETHOST ->
                        setHost.set(address(request), argument(request, Word.HOST), request.host());
            };
        } catch (MoveRefusedException refused) {
            return new HostAnswer.Refused(String.valueOf(refused.getMessage()));
        }
    }

    private interface Step {
        void run() throws IOException;
    }

    private static HostAnswer done(Step step) throws IOException {
        step.run();
        return HostAnswer.DONE;
    }

    private static String argument(HostRequest request, String name) throws IOException {
        return Optional.ofNullable(request.arguments().get(name))
                .orElseThrow(
                        () -> new MoveRefusedException("the argument " + name + " is missing"));
    }

    private static UUID move(HostRequest request) throws IOException {
        try {
            return UUID.fromString(argument(request, Word.MOVE));
        } catch (IllegalArgumentException noId) {
            throw new MoveRefusedException("that is no id of a move");
        }
    }

    private static long number(HostRequest request, String name) throws IOException {
        try {
            return Long.parseLong(argument(request, name));
        } catch (NumberFormatException noNumber) {
            throw new MoveRefusedException(name + " is no number");
        }
    }

    private static Address address(HostRequest request) throws IOException {
        return Address.parse(argument(request, Word.ADDRESS))
                .orElseThrow(() -> new MoveRefusedException("that is no address"));
    }

    private HostAnswer state(HostRequest request) throws IOException {
        return new HostAnswer.Done(Map.of(Word.SOURCE_STATE, moves.state(move(request)).name()));
    }

    private static HostAnswer begin(MoveTarget target, HostRequest request) throws IOException {
        return done(() ->
                target.begin(
                        new MoveTarget.MoveHead(
                                move(request),
                                address(request),
                                number(request, Word.ACCOUNT),
                                number(request, Word.MESSAGES),
                                number(request, Word.OCTETS))));
    }

    private static HostAnswer accounts(MoveTarget target, HostRequest request) throws IOException {
        DataInputStream in = PieceStreams.from(request::read);
        Map<Long, Address> addresses = new HashMap<>();
        for (int left = Stream.readCount(in, MoveTarget.MAX_ASKED); left > 0; left--) {
            long number = in.readLong();
            Address.parse(in.readUTF()).ifPresent(address -> addresses.put(number, address));
        }
        Set<Long> known = target.accounts(move(request), addresses);
        DataOutputStream out = PieceStreams.to(request::write);
        out.writeInt(known.size());
        for (long number : known) {
            out.writeLong(number);
        }
        out.flush();
        return HostAnswer.DONE;
    }

    private static HostAnswer buckets(MoveTarget target, HostRequest request) throws IOException {
        byte[] after;
        try {
            after = HexFormat.of().parseHex(argument(request, Word.AFTER));
        } catch (IllegalArgumentException noHex) {
            throw new MoveRefusedException("that is no bucket");
        }
        List<byte[]> buckets = target.buckets(move(request), after);
        DataOutputStream out = PieceStreams.to(request::write);
        out.writeInt(buckets.size());
        for (byte[] bucket : buckets) {
            Stream.writeKey(out, bucket);
        }
        out.flush();
        return HostAnswer.DONE;
    }

    private static HostAnswer compare(MoveTarget target, HostRequest request) throws IOException {
        DataInputStream in = PieceStreams.from(request::read);
        List<BucketDigest> buckets = new ArrayList<>();
        for (int left = Stream.readCount(in, MoveTarget.MAX_COMPARED); left > 0; left--) {
            buckets.add(
                    new BucketDigest(Stream.readKey(in), Stream.exactly(in, BucketDigest.OCTETS)));
        }
        List<BucketDigest.Contents> differing = target.compare(move(request), buckets);
        DataOutputStream out = PieceStreams.to(request::write);
        out.writeInt(differing.size());
        for (BucketDigest.Contents bucket : differing) {
            Stream.writeKey(out, bucket.bucket());
            out.writeInt(bucket.records().size());
            for (KeyDigest record : bucket.records()) {
                Stream.writeKey(out, record.key());
                out.write(record.digest());
            }
        }
        out.flush();
        return HostAnswer.DONE;
    }

    private static HostAnswer missing(MoveTarget target, HostRequest request) throws IOException {
        List<BlobId> asked = Stream.readBlobs(PieceStreams.from(request::read));
        Set<BlobId> missing = target.missing(move(request), asked);
        DataOutputStream out = PieceStreams.to(request::write);
        Stream.writeBlobs(out, missing, missing.size());
        out.flush();
        return HostAnswer.DONE;
    }

    /// Whose they are, the target knows.
    private static HostAnswer aliases(MoveTarget target, HostRequest request) throws IOException {
        List<OwnAlias> all = AliasStream.read(PieceStreams.from(request::read), new AccountId(0));
        return done(() -> target.aliases(move(request), all));
    }

    private static HostAnswer batch(MoveTarget target, HostRequest request) throws IOException {
        DataInputStream in = PieceStreams.from(request::read);
        try (MoveTarget.Batch batch = target.batch(move(request))) {
            while (true) {
                int item = in.readUnsignedByte();
                switch (item) {
                    case Word.BLOB -> blob(in, batch);
                    case Word.PUT -> {
                        byte[] key = Stream.readKey(in);
                        int length = Stream.readCount(in, Stream.MAX_VALUE);
                        batch.put(key, Stream.exactly(in, length));
                    }
                    case Word.DELETE -> batch.delete(Stream.readKey(in));
                    case Word.COMMIT -> {
                        batch.commit();
                        return HostAnswer.DONE;
                    }
                    default -> throw new IOException("the other host sent an item " + item);
                }
            }
        }
    }

    private static void blob(DataInputStream in, MoveTarget.Batch batch) throws IOException {
        BlobId blob = Stream.readBlob(in);
        long size = in.readLong();
        int top = in.readInt();
        byte[] sha256 = Stream.exactly(in, 32);
        if (size < 0) {
            throw new IOException("the other host sent a message of " + size + " octets");
        }
        MoveTarget.BlobSink sink = batch.blob(blob, size, top, sha256);
        byte[] chunk = new byte[(int) Math.min(CHUNK, size)];
        long left = size;
        while (left > 0) {
            int read = in.read(chunk, 0, (int) Math.min(chunk.length, left));
            if (read < 0) {
                throw new IOException("the other host ended in a message");
            }
            sink.write(chunk, 0, read);
            left -= read;
        }
    }
}
