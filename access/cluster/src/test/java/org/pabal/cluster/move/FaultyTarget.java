// SPDX-License-Identifier: Apache-2.0
package org.pabal.cluster.move;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import org.pabal.directory.OwnAlias;
import org.pabal.message.Address;
import org.pabal.message.UnavailableException;
import org.pabal.storage.BlobId;
import org.pabal.storage.StorageException;

/// The way to the target, on which each question and each answer may get lost.
final class FaultyTarget implements MoveTarget {
    private final Supplier<MoveTarget> target;
    private final Faults faults;

    FaultyTarget(Supplier<MoveTarget> target, Faults faults) {
        this.target = target;
        this.faults = faults;
    }

    private interface Asking<T> {
        T of(MoveTarget target) throws IOException;
    }

    private <T> T ask(Asking<T> asking) throws IOException {
        faults.othersWork();
        faults.before();
        loseWhenCut();
        T answer;
        try {
            answer = asking.of(target.get());
        } catch (UnavailableException | StorageException trouble) {
            throw new IOException(trouble);
        }
        faults.after();
        loseWhenCut();
        return answer;
    }

    private void loseWhenCut() throws IOException {
        if (faults.takeCut()) {
            throw new IOException("the connection is cut");
        }
    }

    @Override
    public void patience(Duration limit) {}

    @Override
    public void begin(MoveHead head) throws IOException {
        ask(t -> {
            t.begin(head);
            return true;
        });
    }

    @Override
    public Set<Long> accounts(UUID move, Map<Long, Address> addresses) throws IOException {
        return ask(t -> t.accounts(move, addresses));
    }

    @Override
    public List<byte[]> buckets(UUID move, byte[] after) throws IOException {
        return ask(t -> t.buckets(move, after));
    }

    @Override
    public List<BucketDigest.Contents> compare(UUID move, List<BucketDigest> buckets)
            throws IOException {
        return ask(t -> t.compare(move, buckets));
    }

    @Override
    public Set<BlobId> missing(UUID move, List<BlobId> blobs) throws IOException {
        return ask(t -> t.missing(move, blobs));
    }

    @Override
    public Batch batch(UUID move) throws IOException {
        Batch batch = ask(t -> t.batch(move));
        return new Batch() {
            @Override
            public BlobSink blob(BlobId blob, long size, int topOctets, byte[] sha256)
                    throws IOException {
                return batch.blob(blob, size, topOctets, sha256);
            }

            @Override
            public void put(byte[] key, byte[] value) throws IOException {
                batch.put(key, value);
            }

            @Override
            public void delete(byte[] key) throws IOException {
                batch.delete(key);
            }

            @Override
            public void commit() throws IOException {
                ask(t -> {
                    batch.commit();
                    return true;
                });
            }

            @Override
            public void close() {
                batch.close();
            }
        };
    }

    @Override
    public void aliases(UUID move, List<OwnAlias> all) throws IOException {
        ask(t -> {
            t.aliases(move, all);
            return true;
        });
    }

    @Override
    public void ready(UUID move) throws IOException {
        ask(t -> {
            t.ready(move);
            return true;
        });
    }

    @Override
    public void live(UUID move) throws IOException {
        ask(t -> {
            t.live(move);
            return true;
        });
    }

    @Override
    public void cancel(UUID move) throws IOException {
        ask(t -> {
            t.cancel(move);
            return true;
        });
    }

    @Override
    public void close() {}
}
