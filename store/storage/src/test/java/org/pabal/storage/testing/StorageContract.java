// SPDX-License-Identifier: Apache-2.0
package org.pabal.storage.testing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.pabal.storage.Blob;
import org.pabal.storage.BlobId;
import org.pabal.storage.BlobReader;
import org.pabal.storage.BlobWriter;
import org.pabal.storage.Change;
import org.pabal.storage.Commit;
import org.pabal.storage.CommitOutcome;
import org.pabal.storage.Entry;
import org.pabal.storage.Keys;
import org.pabal.storage.Space;
import org.pabal.storage.SpaceChanges;
import org.pabal.storage.Storage;
import org.pabal.storage.StorageException;
import org.pabal.storage.Ticket;

/// What every engine must keep. An engine's test extends this and says how to open it.
@Timeout(value = 60, unit = TimeUnit.SECONDS)
public abstract class StorageContract {
    protected static final Space ALICE = Space.account(1);
    protected static final Space BOB = Space.account(2);
    protected static final Space QUEUE = Space.Shared.QUEUE;

    protected Storage storage;

    /// Opens an engine without contents.
    protected abstract Storage open() throws Exception;

    /// Closes the engine and opens it again on the same contents.
    protected abstract Storage reopen() throws Exception;

    /// Makes the engine collect what has no reference any more, as it does by itself in time.
    protected void collect() throws Exception {}

    @BeforeEach
    void openEmpty() throws Exception {
        storage = open();
    }

    @AfterEach
    void closeAll() {
        storage.close();
    }

    // ---- spaces

    @Test
    void whatWasCommittedIsRead() {
        commit(SpaceChanges.of(ALICE, List.of(put("k", "v"))));
        assertThat(read(ALICE, "k")).isEqualTo("v");
        assertThat(storage.read(BOB, key("k"))).isEmpty();
        assertThat(storage.read(QUEUE, key("k"))).isEmpty();
    }

    @Test
    void laterChangesOfOneCommitWin() {
        commit(
                SpaceChanges.of(
                        ALICE, List.of(put("a", "1"), delete("a"), put("b", "1"), put("b", "2"))));
        assertThat(storage.read(ALICE, key("a"))).isEmpty();
        assertThat(read(ALICE, "b")).isEqualTo("2");
    }

    @Test
    void deletingWhatIsNotThereIsHarmless() {
        commit(SpaceChanges.of(ALICE, List.of(delete("nothing"))));
        assertThat(storage.version(ALICE)).isEqualTo(1);
    }

    @Test
    void givenAndReturnedArraysAreNotShared() {
        commit(SpaceChanges.of(ALICE, List.of(put("k", "v"))));
        storage.read(ALICE, key("k")).orElseThrow()[0] = 'x';
        storage.scan(ALICE, key("k"), key("l"), 1).getFirst().value()[0] = 'x';
        assertThat(read(ALICE, "k")).isEqualTo("v");
    }

    @Test
    void versionsGrowByOneWithEachCommitOfASpace() throws Exception {
        assertThat(storage.version(ALICE)).isZero();
        commit(SpaceChanges.of(ALICE, List.of(put("k", "1"))));
        commit(SpaceChanges.of(ALICE, List.of()));
        assertThat(storage.version(ALICE)).isEqualTo(2);
        assertThat(storage.version(BOB)).isZero();
        storage = reopen();
        assertThat(storage.version(ALICE)).isEqualTo(2);
    }

    @Test
    void aCommitWithAnotherVersionIsRefusedWhole() {
        commit(SpaceChanges.of(ALICE, List.of(put("k", "1"))));
        CommitOutcome outcome =
                storage.commit(
                        of(
                                SpaceChanges.of(BOB, List.of(put("k", "2"))),
                                SpaceChanges.ifVersion(ALICE, 0, List.of(put("k", "2"))),
                                SpaceChanges.of(QUEUE, List.of(put("k", "2")))));
        assertThat(outcome).isEqualTo(new CommitOutcome.VersionMismatch(ALICE, 1));
        assertThat(read(ALICE, "k")).isEqualTo("1");
        assertThat(storage.read(BOB, key("k"))).isEmpty();
        assertThat(storage.read(QUEUE, key("k"))).isEmpty();
        assertThat(storage.version(BOB)).isZero();
        assertThat(storage.version(ALICE)).isEqualTo(1);
    }

    @Test
    void expectedVersionsCountTheCommitsJustBefore() throws Exception {
        List<Ticket> tickets = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            List<Change> changes = List.of(put("k", "" + i));
            tickets.add(submit(of(SpaceChanges.ifVersion(ALICE, i, changes))));
            tickets.add(submit(of(SpaceChanges.ifVersion(ALICE, i, changes))));
        }
        for (int i = 0; i < 50; i++) {
            assertThat(tickets.get(2 * i).await()).isEqualTo(CommitOutcome.COMMITTED);
            assertThat(tickets.get(2 * i + 1).await())
                    .isEqualTo(new CommitOutcome.VersionMismatch(ALICE, i + 1));
        }
        assertThat(storage.version(ALICE)).isEqualTo(50);
    }

    @Test
    void aCommitIdCountsOnce() throws Exception {
        Commit commit = of(SpaceChanges.of(ALICE, List.of(put("k", "1"))));
        assertThat(storage.commit(commit)).isEqualTo(CommitOutcome.COMMITTED);
        commit(SpaceChanges.of(ALICE, List.of(put("k", "2"))));
        assertThat(storage.commit(commit)).isEqualTo(CommitOutcome.COMMITTED);
        assertThat(read(ALICE, "k")).isEqualTo("2");
        storage = reopen();
        assertThat(storage.commit(commit)).isEqualTo(CommitOutcome.COMMITTED);
        assertThat(read(ALICE, "k")).isEqualTo("2");
        assertThat(storage.version(ALICE)).isEqualTo(2);
    }

    @Test
    void aCommitIdHandedOverTwiceAtOnceCountsOnce() {
        Commit commit = of(SpaceChanges.ifVersion(ALICE, 0, List.of(put("k", "1"))));
        Ticket first = submit(commit);
        Ticket second = submit(commit);
        assertThat(first.await()).isEqualTo(CommitOutcome.COMMITTED);
        assertThat(second.await()).isEqualTo(CommitOutcome.COMMITTED);
        assertThat(storage.version(ALICE)).isEqualTo(1);
    }

    @Test
    void aRefusedCommitMayBeTriedAgainUnderItsId() {
        UUID id = UUID.randomUUID();
        var refused = new Commit(id, List.of(SpaceChanges.ifVersion(ALICE, 7, List.of())));
        assertThat(storage.commit(refused)).isInstanceOf(CommitOutcome.VersionMismatch.class);
        var taken =
                new Commit(id, List.of(SpaceChanges.ifVersion(ALICE, 0, List.of(put("k", "v")))));
        assertThat(storage.commit(taken)).isEqualTo(CommitOutcome.COMMITTED);
        assertThat(read(ALICE, "k")).isEqualTo("v");
    }

    @Test
    void callbacksComeInOrderBeforeTheWaiterWakes() {
        List<Integer> seen = Collections.synchronizedList(new ArrayList<>());
        List<Ticket> tickets = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            int number = i;
            Space space = Space.account(1 + i % 3);
            Commit commit = of(SpaceChanges.of(space, List.of(put("k", "" + i))));
            tickets.add(storage.submit(commit, _ -> seen.add(number)));
        }
        for (int i = 0; i < 200; i++) {
            tickets.get(i).await();
            assertThat(tickets.get(i).isDone()).isTrue();
            assertThat(seen.contains(i)).as("callback %d before its waiter", i).isTrue();
        }
        assertThat(seen).isEqualTo(IntStream.range(0, 200).boxed().toList());
    }

    @Test
    void aCallbackSeesItsOwnCommitApplied() throws Exception {
        List<String> seen = Collections.synchronizedList(new ArrayList<>());
        CountDownLatch done = new CountDownLatch(1);
        storage.submit(
                of(SpaceChanges.of(ALICE, List.of(put("k", "v")))),
                outcome -> {
                    seen.add(outcome + read(ALICE, "k") + storage.version(ALICE));
                    done.countDown();
                });
        done.await();
        assertThat(seen).containsExactly(CommitOutcome.COMMITTED + "v1");
    }

    @Test
    void aCallbackMayHandOverAnotherCommit() throws Exception {
        CountDownLatch done = new CountDownLatch(1);
        storage.submit(
                of(SpaceChanges.of(ALICE, List.of(put("a", "1")))),
                _ ->
                        storage.submit(
                                of(SpaceChanges.of(ALICE, List.of(put("b", "2")))),
                                _ -> done.countDown()));
        done.await();
        assertThat(read(ALICE, "b")).isEqualTo("2");
    }

    // ---- scans

    @Test
    void scansKeepBoundsAndLimits() {
        commit(
                SpaceChanges.of(
                        ALICE, List.of(put("a", "1"), put("b", "2"), put("c", "3"), put("d", "4"))),
                SpaceChanges.of(BOB, List.of(put("b", "x"))));
        assertThat(scan(ALICE, "b", "d", 10)).containsExactly("b=2", "c=3");
        assertThat(scan(ALICE, "a", "z", 3)).containsExactly("a=1", "b=2", "c=3");
        assertThat(scan(ALICE, "", "z", 10)).containsExactly("a=1", "b=2", "c=3", "d=4");
        assertThat(scan(ALICE, "bb", "c", 10)).isEmpty();
        assertThat(scan(ALICE, "c", "b", 10)).isEmpty();
        assertThat(scan(ALICE, "c", "c", 10)).isEmpty();
        assertThat(scan(BOB, "", "z", 10)).containsExactly("b=x");
        assertThat(scan(Space.account(3), "", "z", 10)).isEmpty();
    }

    @Test
    void aScanGoesOnFromTheSuccessor() {
        List<Change> changes =
                IntStream.range(0, 100).mapToObj(i -> put("k%03d".formatted(i), "")).toList();
        commit(SpaceChanges.of(ALICE, changes));
        List<String> all = new ArrayList<>();
        byte[] from = new byte[0];
        for (List<Entry> page = scanPage(from); !page.isEmpty(); page = scanPage(from)) {
            page.forEach(entry -> all.add(new String(entry.key(), UTF_8)));
            from = Keys.successor(page.getLast().key());
        }
        assertThat(all).hasSize(100).isSorted().doesNotHaveDuplicates();
    }

    private List<Entry> scanPage(byte[] from) {
        return storage.scan(ALICE, from, new byte[] {(byte) 0xFF}, 7);
    }

    @Test
    void keysAreOrderedAsUnsignedOctets() {
        byte[][] keys = {{0}, {0, 0}, {1}, {0x7F, (byte) 0xFF}, {(byte) 0x80}, {(byte) 0xFF}};
        List<Change> changes = new ArrayList<>();
        for (byte[] key : keys) {
            changes.addFirst(new Change.Put(key, key));
        }
        commit(SpaceChanges.of(ALICE, changes));
        byte[] end = {(byte) 0xFF, (byte) 0xFF};
        assertThat(storage.scan(ALICE, new byte[0], end, 100).stream().map(Entry::key))
                .containsExactly(keys);
        assertThat(storage.scan(ALICE, new byte[] {(byte) 0x80}, new byte[] {(byte) 0xFF}, 100))
                .hasSize(1);
    }

    @Test
    void neighbouringSpacesDoNotMix() {
        byte[] high = new byte[20];
        Arrays.fill(high, (byte) 0xFF);
        List<Space> spaces = new ArrayList<>(List.of(Space.Shared.values()));
        for (long account : new long[] {1, 2, 255, 256, 257, Long.MAX_VALUE}) {
            spaces.add(Space.account(account));
        }
        for (Space space : spaces) {
            List<Change> changes =
                    List.of(
                            new Change.Put(high, space.toString().getBytes(UTF_8)),
                            new Change.Put(new byte[] {0}, space.toString().getBytes(UTF_8)));
            commit(SpaceChanges.of(space, changes));
        }
        for (Space space : spaces) {
            List<Entry> all = storage.scan(space, new byte[0], Keys.successor(high), 100);
            assertThat(all.stream().map(entry -> new String(entry.value(), UTF_8)))
                    .containsExactly(space.toString(), space.toString());
        }
    }

    @Test
    void keysAndValuesMayBeAsBigAsPromised() throws Exception {
        byte[] key = new byte[1024];
        byte[] big = random(7, 16 << 20);
        commit(
                SpaceChanges.of(
                        ALICE,
                        List.of(new Change.Put(key, new byte[0]), new Change.Put(key("b"), big))));
        assertThat(storage.read(ALICE, key)).hasValue(new byte[0]);
        storage = reopen();
        assertThat(storage.read(ALICE, key("b"))).hasValue(big);
        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> commitPut(new byte[1025], new byte[0]));
        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> commitPut(new byte[0], new byte[0]));
        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> commitPut(key, new byte[(16 << 20) + 1]));
    }

    private void commitPut(byte[] key, byte[] value) {
        commit(SpaceChanges.of(ALICE, List.of(new Change.Put(key, value))));
    }

    // ---- blobs

    @Test
    void aBlobComesBackAsItWasWritten() throws Exception {
        int[] sizes = {0, 1, 4096, 100_000, 300_000, 3 << 20};
        List<Blob> blobs = new ArrayList<>();
        for (int size : sizes) {
            blobs.add(writeBlob(random(size, size), 7777));
            commit(SpaceChanges.of(ALICE, List.of(refer(blobs.getLast(), "m"))));
        }
        assertBlobs(sizes, blobs);
        storage = reopen();
        assertBlobs(sizes, blobs);
        assertThat(storage.verify()).isEmpty();
    }

    private void assertBlobs(int[] sizes, List<Blob> blobs) {
        for (int i = 0; i < sizes.length; i++) {
            byte[] octets = random(sizes[i], sizes[i]);
            assertThat(blobs.get(i).size()).isEqualTo(sizes[i]);
            assertThat(blobs.get(i).sha256()).isEqualTo(Model.sha256(octets));
            assertThat(readBlob(blobs.get(i).id())).isEqualTo(octets);
        }
    }

    @Test
    void aBlobIsReadByRange() {
        byte[] octets = random(11, 700_000);
        Blob blob = writeBlob(octets, 50_000);
        commit(SpaceChanges.of(ALICE, List.of(refer(blob, "m"))));
        Random random = new Random(12);
        try (BlobReader reader = storage.openBlob(blob.id())) {
            assertThat(reader.size()).isEqualTo(octets.length);
            for (int i = 0; i < 200; i++) {
                int from = random.nextInt(octets.length);
                int length = Math.min(1 + random.nextInt(100_000), octets.length - from);
                byte[] range = new byte[length + 2];
                readFully(reader, from, range, 1, length);
                assertThat(Arrays.copyOfRange(range, 1, length + 1))
                        .isEqualTo(Arrays.copyOfRange(octets, from, from + length));
                assertThat(range[0] + range[length + 1]).isZero();
            }
            assertThat(reader.read(octets.length, new byte[10], 0, 10)).isZero();
            assertThat(reader.read(octets.length + 5, new byte[10], 0, 10)).isZero();
        }
    }

    /// The top is written last and stands first.
    @Test
    void aBlobMayGetATopInTheEnd() throws Exception {
        int[] tops = {0, 1, 700, 4096, 65_536, BlobWriter.MAX_TOP_OCTETS};
        int[] sizes = {0, 1, 3000, 131_072, 131_073, 400_000};
        List<Topped> all = new ArrayList<>();
        for (int top : tops) {
            for (int size : sizes) {
                all.add(topped(top, size));
            }
        }
        all.forEach(this::assertTopped);
        for (int i = 0; i < all.size(); i++) {
            commit(SpaceChanges.of(ALICE, List.of(refer(all.get(i).blob(), "m" + i))));
        }
        all.forEach(this::assertTopped);
        storage = reopen();
        all.forEach(this::assertTopped);
        assertThat(storage.verify()).isEmpty();
        for (int i = 0; i < all.size(); i += 2) {
            commit(SpaceChanges.of(ALICE, List.of(unrefer(all.get(i).blob(), "m" + i))));
        }
        collect();
        for (int i = 1; i < all.size(); i += 2) {
            assertTopped(all.get(i));
        }
        assertThat(storage.verify()).isEmpty();
    }

    /// @param octets of the whole blob, the top first
    private record Topped(Blob blob, byte[] octets, int top) {}

    private Topped topped(int top, int size) {
        byte[] octets = random(top * 31L + size, top + size);
        Blob blob = Model.write(storage, octets, top, 50_000);
        byte[] asWritten = Arrays.copyOfRange(octets, top, octets.length + top);
        System.arraycopy(octets, 0, asWritten, size, top);
        assertThat(blob.size()).isEqualTo(octets.length);
        assertThat(blob.sha256()).isEqualTo(Model.sha256(asWritten));
        return new Topped(blob, octets, top);
    }

    private void assertTopped(Topped topped) {
        byte[] octets = topped.octets();
        assertThat(readBlob(topped.blob().id())).isEqualTo(octets);
        try (BlobReader reader = storage.openBlob(topped.blob().id())) {
            assertThat(reader.size()).isEqualTo(octets.length);
            assertThat(reader.topOctets()).isEqualTo(topped.top());
            assertThat(reader.sha256()).isEqualTo(topped.blob().sha256());
            Blob known = storage.blob(topped.blob().id()).orElseThrow();
            assertThat(known.size()).isEqualTo(octets.length);
            assertThat(known.sha256()).isEqualTo(topped.blob().sha256());
            for (int around : new int[] {0, topped.top(), 131_072, octets.length}) {
                for (int at = Math.max(0, around - 2); at < around + 2; at++) {
                    byte[] one = new byte[1];
                    assertThat(reader.read(at, one, 0, 1)).isEqualTo(at < octets.length ? 1 : 0);
                    assertThat(one[0]).isEqualTo(at < octets.length ? octets[at] : 0);
                }
            }
        }
    }

    @Test
    void aTopHasALimitAndIsNotShared() {
        try (BlobWriter writer = storage.newBlob()) {
            writer.write(key("body"), 0, 4);
            assertThatExceptionOfType(IllegalArgumentException.class)
                    .isThrownBy(() -> writer.finish(new byte[BlobWriter.MAX_TOP_OCTETS + 1]));
            byte[] top = key("top ");
            Blob blob = writer.finish(top);
            top[0] = 'x';
            assertThat(readBlob(blob.id())).isEqualTo(key("top body"));
        }
    }

    @Test
    void aFinishedBlobIsReadBeforeItIsNamed() {
        byte[] small = random(1, 1000);
        byte[] big = random(2, 1_000_000);
        assertThat(readBlob(writeBlob(small, 100).id())).isEqualTo(small);
        assertThat(readBlob(writeBlob(big, 10_000).id())).isEqualTo(big);
    }

    @Test
    void anAbandonedBlobIsNotThere() {
        BlobId id;
        try (BlobWriter writer = storage.newBlob()) {
            writer.write(new byte[600_000], 0, 600_000);
            id = writer.id();
        }
        assertThatExceptionOfType(StorageException.NoSuchBlob.class)
                .isThrownBy(() -> storage.openBlob(id));
        assertNoSuchBlob(id);
    }

    @Test
    void closingAfterFinishKeepsTheBlob() {
        Blob blob;
        try (BlobWriter writer = storage.newBlob()) {
            writer.write(key("mail"), 0, 4);
            blob = writer.finish();
            assertThat(blob.id()).isEqualTo(writer.id());
        }
        commit(SpaceChanges.of(ALICE, List.of(refer(blob, "m"))));
        assertThat(readBlob(blob.id())).isEqualTo(key("mail"));
    }

    @Test
    void aCommitThatNamesAMissingBlobFailsWhole() {
        BlobId none = new BlobId(12345, 67890);
        CommitOutcome outcome = assertNoSuchBlob(none);
        assertThat(outcome).isInstanceOf(CommitOutcome.Failed.class);
        assertThat(storage.read(ALICE, key("with"))).isEmpty();
        assertThat(storage.version(ALICE)).isZero();
    }

    private CommitOutcome assertNoSuchBlob(BlobId id) {
        List<CommitOutcome> seen = Collections.synchronizedList(new ArrayList<>());
        List<Change> changes =
                List.of(put("with", "it"), new Change.AddReference(id, key("holder")));
        Ticket ticket = storage.submit(of(SpaceChanges.of(ALICE, changes)), seen::add);
        assertThatExceptionOfType(StorageException.NoSuchBlob.class).isThrownBy(ticket::await);
        return seen.getFirst();
    }

    @Test
    void aBlobLastsAsLongAsItsLastReference() throws Exception {
        byte[] octets = random(5, 20_000);
        Blob blob = writeBlob(octets, 1000);
        commit(
                SpaceChanges.of(QUEUE, List.of(refer(blob, "q"))),
                SpaceChanges.of(ALICE, List.of(refer(blob, "m"), refer(blob, "m"))));
        commit(SpaceChanges.of(BOB, List.of(refer(blob, "m"), refer(blob, "n"))));
        commit(SpaceChanges.of(QUEUE, List.of(unrefer(blob, "q"), unrefer(blob, "q"))));
        commit(SpaceChanges.of(ALICE, List.of(unrefer(blob, "m"), unrefer(blob, "other"))));
        commit(SpaceChanges.of(ALICE, List.of(unrefer(blob, "m"))));
        commit(SpaceChanges.of(BOB, List.of(unrefer(blob, "m"))));
        collect();
        storage = reopen();
        assertThat(readBlob(blob.id())).isEqualTo(octets);
        commit(SpaceChanges.of(BOB, List.of(unrefer(blob, "n"))));
        collect();
        assertThatExceptionOfType(StorageException.NoSuchBlob.class)
                .isThrownBy(() -> storage.openBlob(blob.id()));
        storage = reopen();
        assertThatExceptionOfType(StorageException.NoSuchBlob.class)
                .isThrownBy(() -> storage.openBlob(blob.id()));
        assertThat(storage.verify()).isEmpty();
    }

    @Test
    void theLastReferenceMayMoveWithinOneCommit() {
        Blob blob = writeBlob(random(6, 5000), 5000);
        commit(SpaceChanges.of(QUEUE, List.of(refer(blob, "q"))));
        commit(
                SpaceChanges.of(QUEUE, List.of(unrefer(blob, "q"))),
                SpaceChanges.of(ALICE, List.of(refer(blob, "m"))));
        assertThat(readBlob(blob.id())).hasSize(5000);
        commit(
                SpaceChanges.of(ALICE, List.of(refer(blob, "n"), unrefer(blob, "m"))),
                SpaceChanges.of(BOB, List.of(refer(blob, "m"), unrefer(blob, "m"))));
        assertThat(readBlob(blob.id())).hasSize(5000);
        assertThat(storage.verify()).isEmpty();
    }

    @Test
    void referencesOfOneBlobHandedOverAtOnceAllCount() {
        Blob blob = writeBlob(random(8, 5000), 5000);
        List<Ticket> tickets = new ArrayList<>();
        for (int i = 1; i <= 20; i++) {
            tickets.add(submit(of(SpaceChanges.of(Space.account(i), List.of(refer(blob, "m"))))));
        }
        for (int i = 1; i < 20; i++) {
            tickets.add(submit(of(SpaceChanges.of(Space.account(i), List.of(unrefer(blob, "m"))))));
        }
        tickets.forEach(Ticket::await);
        assertThat(readBlob(blob.id())).hasSize(5000);
        commit(SpaceChanges.of(Space.account(20), List.of(unrefer(blob, "m"))));
        assertThat(storage.verify()).isEmpty();
    }

    @Test
    void aReaderOutlivesTheLastReference() throws Exception {
        byte[] octets = random(9, 900_000);
        Blob blob = writeBlob(octets, 100_000);
        commit(SpaceChanges.of(ALICE, List.of(refer(blob, "m"))));
        try (BlobReader reader = storage.openBlob(blob.id())) {
            commit(SpaceChanges.of(ALICE, List.of(unrefer(blob, "m"))));
            collect();
            byte[] read = new byte[octets.length];
            readFully(reader, 0, read, 0, read.length);
            assertThat(read).isEqualTo(octets);
        }
    }

    @Test
    void manyBlobsAreWrittenAtOnce() throws Exception {
        int writers = 8;
        List<Blob> blobs = Collections.synchronizedList(new ArrayList<>());
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < writers; i++) {
            int number = i;
            threads.add(Thread.ofVirtual().start(() -> blobs.addAll(writeAndName(number))));
        }
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(blobs).hasSize(writers * 10);
        storage = reopen();
        for (Blob blob : blobs) {
            assertThat(Model.sha256(readBlob(blob.id()))).isEqualTo(blob.sha256());
        }
        assertThat(storage.verify()).isEmpty();
    }

    private List<Blob> writeAndName(int number) {
        List<Blob> blobs = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            Blob blob = writeBlob(random(number * 100L + i, (i % 5) * 70_000 + 10), 9000);
            commit(SpaceChanges.of(Space.account(number + 1), List.of(refer(blob, "m" + i))));
            blobs.add(blob);
        }
        return blobs;
    }

    // ---- a model

    @Test
    void randomOperationsAgreeWithAModel() throws Exception {
        for (long seed = 1; seed <= 4; seed++) {
            storage.close();
            storage = open();
            Model model = new Model(seed);
            for (int round = 0; round < 4; round++) {
                for (int i = 0; i < 150; i++) {
                    model.step(storage);
                }
                model.assertSame(storage);
                collect();
                storage = reopen();
                model.assertSame(storage);
            }
            assertThat(storage.verify()).as("seed %d", seed).isEmpty();
        }
    }

    // ---- the end

    @Test
    void closeFinishesWhatWasHandedOver() throws Exception {
        List<Ticket> tickets = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            tickets.add(submit(of(SpaceChanges.of(ALICE, List.of(put("k" + i, "v"))))));
        }
        storage.close();
        storage.close();
        tickets.forEach(ticket -> assertThat(ticket.await()).isEqualTo(CommitOutcome.COMMITTED));
        assertThatExceptionOfType(StorageException.Unavailable.class)
                .isThrownBy(() -> commit(SpaceChanges.of(ALICE, List.of())));
        assertThatExceptionOfType(StorageException.Unavailable.class)
                .isThrownBy(() -> storage.read(ALICE, key("k1")));
        storage = reopen();
        assertThat(storage.version(ALICE)).isEqualTo(100);
    }

    @Test
    void statusCountsCommits() {
        commit(SpaceChanges.of(ALICE, List.of(put("k", "v"))));
        assertThat(storage.status().commits()).isEqualTo(1);
        assertThat(storage.status().readOnly()).isFalse();
    }

    // ---- words

    protected static byte[] key(String text) {
        return text.getBytes(UTF_8);
    }

    protected static Change put(String key, String value) {
        return new Change.Put(key(key), key(value));
    }

    protected static Change delete(String key) {
        return new Change.Delete(key(key));
    }

    protected static Change refer(Blob blob, String holder) {
        return new Change.AddReference(blob.id(), key(holder));
    }

    protected static Change unrefer(Blob blob, String holder) {
        return new Change.RemoveReference(blob.id(), key(holder));
    }

    protected static Commit of(SpaceChanges... parts) {
        return new Commit(UUID.randomUUID(), List.of(parts));
    }

    protected static byte[] random(long seed, int size) {
        byte[] octets = new byte[size];
        new Random(seed).nextBytes(octets);
        return octets;
    }

    protected void commit(SpaceChanges... parts) {
        assertThat(storage.commit(of(parts))).isEqualTo(CommitOutcome.COMMITTED);
    }

    protected Ticket submit(Commit commit) {
        return storage.submit(commit, _ -> {});
    }

    protected String read(Space space, String key) {
        return storage.read(space, key(key)).map(value -> new String(value, UTF_8)).orElseThrow();
    }

    protected List<String> scan(Space space, String from, String to, int limit) {
        return storage.scan(space, key(from), key(to), limit).stream()
                .map(e -> new String(e.key(), UTF_8) + "=" + new String(e.value(), UTF_8))
                .toList();
    }

    protected Blob writeBlob(byte[] octets, int piece) {
        return Model.write(storage, octets, piece);
    }

    protected byte[] readBlob(BlobId id) {
        return Model.read(storage, id);
    }

    private static void readFully(BlobReader reader, long at, byte[] into, int offset, int count) {
        for (int done = 0; done < count; ) {
            int read = reader.read(at + done, into, offset + done, count - done);
            assertThat(read).as("octets at %d", at + done).isPositive();
            done += read;
        }
    }
}
