// SPDX-License-Identifier: Apache-2.0
package org.pabal.storage.embedded;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.pabal.storage.Blob;
import org.pabal.storage.BlobWriter;
import org.pabal.storage.Change;
import org.pabal.storage.Commit;
import org.pabal.storage.Space;
import org.pabal.storage.SpaceChanges;
import org.rocksdb.Options;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.WriteBatch;
import org.rocksdb.WriteOptions;

/// Measures bodies and records by layout; not run by the build. docs/adr/0002 tells the numbers.
///
/// `main(directory, seconds, layouts ...)`, a layout is `log` (the engine) or `rocksdb` (bodies as
/// values, RocksDB's WAL, one synced write for all that wait). The properties `sizes` and `writers`
/// choose among the cases.
public final class StorageBenchmark {
    private static final int RECORDS = 5;
    private static final int RECORD_OCTETS = 120;

    private interface Layout extends AutoCloseable {
        void deliver(int account, byte[] body) throws Exception;

        long syncs();

        @Override
        void close() throws IOException;
    }

    private StorageBenchmark() {}

    public static void main(String[] arguments) throws Exception {
        Path directory = Path.of(arguments[0]);
        int seconds = Integer.parseInt(arguments[1]);
        System.out.println(
                "layout   body      writers  commits/s  commits/sync  cpu ms/commit  written/octet  rss MiB");
        for (int size : sizes()) {
            for (int writers : writers()) {
                for (int i = 2; i < arguments.length; i++) {
                    measure(directory, arguments[i], size, writers, seconds);
                }
            }
        }
    }

    private static int[] sizes() {
        return numbers("sizes", "4096 65536 1048576");
    }

    private static int[] writers() {
        return numbers("writers", "1 10 50");
    }

    private static int[] numbers(String property, String otherwise) {
        return Stream.of(System.getProperty(property, otherwise).split(" "))
                .mapToInt(Integer::parseInt)
                .toArray();
    }

    private static void measure(Path directory, String name, int size, int writers, int seconds)
            throws Exception {
        deleteAll(directory);
        Layout layout = name.equals("log") ? new Engine(directory) : new InRocksDb(directory);
        AtomicBoolean ended = new AtomicBoolean();
        AtomicLong commits = new AtomicLong();
        List<Thread> threads = new ArrayList<>();
        for (int writer = 0; writer < writers; writer++) {
            threads.add(Thread.ofVirtual().start(() -> deliverAll(layout, size, ended, commits)));
        }
        Thread.sleep(2000);
        long commitsBefore = commits.get();
        long syncsBefore = layout.syncs();
        long writtenBefore = written();
        long cpuBefore = cpu();
        long timeBefore = System.nanoTime();
        Thread.sleep(seconds * 1000L);
        long count = commits.get() - commitsBefore;
        double time = (System.nanoTime() - timeBefore) / 1e9;
        double cpu = (cpu() - cpuBefore) / 1e6 / count;
        long syncs = layout.syncs() - syncsBefore;
        ended.set(true);
        for (Thread thread : threads) {
            thread.join();
        }
        layout.close();
        double octets = (double) (written() - writtenBefore) / ((double) count * size);
        System.out.printf(
                "%-8s %8d %8d %10.0f %13.1f %14.4f %14.2f %8d%n",
                name, size, writers, count / time, (double) count / syncs, cpu, octets, rss());
    }

    private static void deliverAll(
            Layout layout, int size, AtomicBoolean ended, AtomicLong commits) {
        byte[] body = new byte[size];
        new Random(size).nextBytes(body);
        try {
            while (!ended.get()) {
                ThreadLocalRandom random = ThreadLocalRandom.current();
                ByteBuffer.wrap(body).putLong(random.nextLong());
                layout.deliver(1 + random.nextInt(100), body);
                commits.incrementAndGet();
            }
        } catch (Exception e) {
            e.printStackTrace();
        }
    }

    private static byte[][] keys() {
        byte[][] keys = new byte[RECORDS][];
        ThreadLocalRandom random = ThreadLocalRandom.current();
        for (int i = 0; i < RECORDS; i++) {
            keys[i] = ByteBuffer.allocate(17).put((byte) i).putLong(random.nextLong()).array();
        }
        return keys;
    }

    /// The engine as it is.
    private static final class Engine implements Layout {
        private final EmbeddedStorage storage;

        Engine(Path directory) {
            storage = EmbeddedStorage.open(EmbeddedConfig.defaults(directory));
        }

        @Override
        public void deliver(int account, byte[] body) {
            Blob blob;
            try (BlobWriter writer = storage.newBlob()) {
                for (int at = 0; at < body.length; at += 8192) {
                    writer.write(body, at, Math.min(8192, body.length - at));
                }
                blob = writer.finish();
            }
            List<Change> changes = new ArrayList<>(RECORDS + 1);
            byte[][] keys = keys();
            for (byte[] key : keys) {
                changes.add(new Change.Put(key, new byte[RECORD_OCTETS]));
            }
            changes.add(new Change.AddReference(blob.id(), keys[0]));
            UUID id = new UUID(ThreadLocalRandom.current().nextLong(), blob.id().high());
            storage.commit(
                    new Commit(id, List.of(SpaceChanges.of(Space.account(account), changes))));
        }

        @Override
        public long syncs() {
            return storage.status().syncs();
        }

        @Override
        public void close() {
            storage.close();
        }
    }

    /// The same data with bodies as values, one thread that writes for all.
    private static final class InRocksDb implements Layout {
        private record Waiting(byte[] key, byte[] body, byte[][] keys, CountDownLatch done) {}

        private final BlockingQueue<Waiting> queue = new LinkedBlockingQueue<>();
        private final AtomicLong syncs = new AtomicLong();
        private final RocksDB db;
        private final Thread thread;

        InRocksDb(Path directory) throws IOException, RocksDBException {
            RocksDB.loadLibrary();
            Files.createDirectories(directory);
            Options options =
                    new Options()
                            .setCreateIfMissing(true)
                            .setWriteBufferSize(32 << 20)
                            .setMaxWriteBufferNumber(4)
                            .setLevel0SlowdownWritesTrigger(32)
                            .setLevel0StopWritesTrigger(64)
                            .setMaxBackgroundJobs(2);
            db = RocksDB.open(options, directory.toString());
            thread = Thread.ofPlatform().daemon().start(this::run);
        }

        @Override
        public void deliver(int account, byte[] body) throws InterruptedException {
            LogBlobWriter.sha256().digest(body);
            byte[] key =
                    ByteBuffer.allocate(17)
                            .put((byte) 'b')
                            .putLong(System.nanoTime())
                            .putLong(ThreadLocalRandom.current().nextLong())
                            .array();
            Waiting waiting = new Waiting(key, body, keys(), new CountDownLatch(1));
            queue.add(waiting);
            waiting.done().await();
        }

        private void run() {
            List<Waiting> group = new ArrayList<>();
            try (WriteBatch batch = new WriteBatch();
                    WriteOptions synced = new WriteOptions().setSync(true)) {
                while (true) {
                    group.add(queue.take());
                    queue.drainTo(group, 4096);
                    for (Waiting waiting : group) {
                        batch.put(waiting.key(), waiting.body());
                        for (byte[] key : waiting.keys()) {
                            batch.put(key, new byte[RECORD_OCTETS]);
                        }
                        for (int i = 0; i < 4; i++) {
                            batch.put(
                                    ByteBuffer.allocate(18)
                                            .put((byte) ('c' + i))
                                            .put(waiting.key())
                                            .array(),
                                    new byte[i == 0 ? 65 : 8]);
                        }
                    }
                    db.write(synced, batch);
                    syncs.incrementAndGet();
                    batch.clear();
                    group.forEach(waiting -> waiting.done().countDown());
                    group.clear();
                }
            } catch (RocksDBException e) {
                e.printStackTrace();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        @Override
        public long syncs() {
            return syncs.get();
        }

        @Override
        public void close() {
            thread.interrupt();
            Committer.joinUninterruptibly(thread);
            db.close();
        }
    }

    private static long cpu() {
        return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
                .getProcessCpuTime();
    }

    /// What this process has sent to the disk.
    private static long written() throws IOException {
        try (Stream<String> lines = Files.lines(Path.of("/proc/self/io"))) {
            return lines.filter(line -> line.startsWith("write_bytes"))
                    .mapToLong(line -> Long.parseLong(line.substring(13).strip()))
                    .findFirst()
                    .orElse(0);
        }
    }

    private static long rss() throws IOException {
        try (Stream<String> lines = Files.lines(Path.of("/proc/self/status"))) {
            return lines.filter(line -> line.startsWith("VmRSS"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) >> 10)
                    .findFirst()
                    .orElse(0);
        }
    }

    private static void deleteAll(Path directory) throws IOException {
        if (Files.exists(directory)) {
            try (Stream<Path> files = Files.walk(directory)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }
}
