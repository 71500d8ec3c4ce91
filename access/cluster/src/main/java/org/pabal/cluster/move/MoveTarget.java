// SPDX-License-Identifier: Apache-2.0
package org.pabal.cluster.move;

import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.pabal.directory.OwnAlias;
import org.pabal.message.Address;
import org.pabal.storage.BlobId;

/// What a source asks of the target. Keys, values and ids of blobs are the source's.
///
/// Every method throws an {@link IOException} when the target cannot be asked or cannot do it now, and
/// a {@link MoveRefusedException} when it will not.
interface MoveTarget extends Closeable {
    /// Of one {@link #compare}.
    int MAX_COMPARED = 4_096;

    /// Of one {@link #accounts} and {@link #missing}.
    int MAX_ASKED = 20_000;

    /// How long each following answer may take.
    void patience(Duration limit);

    /// Begins a move, or goes on with it.
    void begin(MoveHead head) throws IOException;

    /// @param account its number at the source
    /// @param messages that it has now
    record MoveHead(UUID move, Address address, long account, long messages, long octets) {}

    /// Tells who other accounts are that records speak of.
    ///
    /// @param addresses by their numbers at the source
    /// @return the numbers of those that the target knows too
    Set<Long> accounts(UUID move, Map<Long, Address> addresses) throws IOException;

    /// The buckets of which the target has anything.
    ///
    /// @param after the last one that is known already; empty for the first
    List<byte[]> buckets(UUID move, byte[] after) throws IOException;

    /// @return what the target has of those buckets that differ
    List<BucketDigest.Contents> compare(UUID move, List<BucketDigest> buckets) throws IOException;

    /// @return those of which the target does not have the octets
    Set<BlobId> missing(UUID move, List<BlobId> blobs) throws IOException;

    Batch batch(UUID move) throws IOException;

    /// Records that change together.
    interface Batch extends Closeable {
        /// @param topOctets see {@link org.pabal.storage.BlobReader#topOctets}
        /// @param sha256 likewise
        BlobSink blob(BlobId blob, long size, int topOctets, byte[] sha256) throws IOException;

        /// The octets of a message are known to the target, or sent in this batch before.
        void put(byte[] key, byte[] value) throws IOException;

        void delete(byte[] key) throws IOException;

        /// Returns when all is durable.
        void commit() throws IOException;

        /// Forgets what was not committed.
        @Override
        void close();
    }

    /// Takes the octets of a blob: first those behind the top, then the top.
    @FunctionalInterface
    interface BlobSink {
        void write(byte[] octets, int offset, int length) throws IOException;
    }

    /// Takes the addresses that the account's owner has made, all of them, those that were given up too.
    ///
    /// @throws MoveRefusedException when one is somebody else's there
    void aliases(UUID move, List<OwnAlias> all) throws IOException;

    /// All is there: from now on the source decides.
    void ready(UUID move) throws IOException;

    /// The source has decided. Doing it twice is doing it once.
    void live(UUID move) throws IOException;

    /// The source keeps the account. Doing it twice is doing it once, also for an unknown move.
    void cancel(UUID move) throws IOException;

    @Override
    void close();
}
