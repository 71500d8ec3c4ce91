// SPDX-License-Identifier: Apache-2.0
package org.pabal.storage.embedded;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.FileAlreadyExistsException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/// A disk in memory that keeps apart what was written and what was synced.
///
/// {@link #powerCut} leaves what a real one might: each unsynced write whole, not at all, or in some
/// of its sectors, in any order; a name that was not synced or not. Any operation may be made to
/// fail once or from then on.
final class SimulatedDisk implements Disk {
    private static final int SECTOR = 512;

    /// What happens at the operation that was chosen.
    enum Fault {
        /// The machine stops: nothing works any more.
        POWER_CUT,
        /// The operation fails; of a write, a part is done.
        EIO,
        /// There is no room: a file cannot be made, of a write a part is done.
        ENOSPC
    }

    private interface Step {
        byte[] apply(byte[] content);
    }

    private static final class Stored {
        byte[] durable = new byte[0];
        byte[] content = new byte[0];
        final List<Step> unsynced = new ArrayList<>();
    }

    private final Map<String, Stored> files = new TreeMap<>();
    private final Map<String, Stored> names = new HashMap<>();
    private long free = Long.MAX_VALUE;
    private int operations;
    private int faultAt = Integer.MAX_VALUE;
    private int faults;
    private Fault fault = Fault.EIO;
    private boolean off;
    private int syncs;

    // ---- what a test asks for

    /// Lets the operation with this number, counted from now, and some after it fail.
    synchronized void failAt(int operation, int times, Fault how) {
        faultAt = operations + operation;
        faults = times;
        fault = how;
    }

    synchronized int operations() {
        return operations;
    }

    synchronized boolean isOff() {
        return off;
    }

    synchronized int syncs() {
        return syncs;
    }

    synchronized void free(long octets) {
        free = octets;
    }

    /// Ends the power cut: the disk has what a seed lets survive.
    synchronized void powerCut(Random random) {
        off = false;
        faultAt = Integer.MAX_VALUE;
        Map<String, Stored> survivors = new TreeMap<>();
        for (var entry : files.entrySet()) {
            boolean named = names.get(entry.getKey()) == entry.getValue();
            if (named || random.nextBoolean()) {
                survivors.put(entry.getKey(), entry.getValue());
            }
        }
        for (var entry : names.entrySet()) {
            if (!files.containsKey(entry.getKey()) && random.nextBoolean()) {
                survivors.put(entry.getKey(), entry.getValue());
            }
        }
        survivors.values().forEach(stored -> survive(stored, random));
        files.clear();
        files.putAll(survivors);
        names.clear();
        names.putAll(survivors);
    }

    private static void survive(Stored stored, Random random) {
        byte[] left = stored.durable;
        int mood = random.nextInt(4);
        for (Step step : stored.unsynced) {
            boolean whole = mood == 0 || (mood < 3 && random.nextBoolean());
            if (whole) {
                left = step.apply(left);
            } else if (mood != 3) {
                left = sectors(left, step.apply(left), random);
            }
        }
        stored.durable = left;
        stored.content = left.clone();
        stored.unsynced.clear();
    }

    /// Some sectors of the later content over the earlier.
    private static byte[] sectors(byte[] before, byte[] after, Random random) {
        int size = random.nextBoolean() ? after.length : Math.min(before.length, after.length);
        byte[] mixed = new byte[size];
        for (int at = 0; at < size; at += SECTOR) {
            byte[] from = random.nextBoolean() ? after : before;
            int end = Math.min(Math.min(at + SECTOR, size), from.length);
            if (at < end) {
                System.arraycopy(from, at, mixed, at, end - at);
            }
        }
        return mixed;
    }

    /// The octets of a file, to be damaged.
    synchronized byte[] content(String name) {
        return files.get(name).content;
    }

    synchronized void replace(String name, byte[] octets) {
        files.get(name).content = octets;
        files.get(name).durable = octets.clone();
    }

    // ---- the disk

    @Override
    public synchronized List<String> list() {
        return List.copyOf(files.keySet());
    }

    @Override
    public synchronized LogFile create(String name) throws IOException {
        operation(true);
        if (files.containsKey(name)) {
            throw new FileAlreadyExistsException(name);
        }
        files.put(name, new Stored());
        return new Handle(files.get(name));
    }

    @Override
    public synchronized LogFile open(String name) throws IOException {
        Stored stored = files.get(name);
        if (stored == null) {
            throw new FileNotFoundException(name);
        }
        return new Handle(stored);
    }

    @Override
    public synchronized long size(String name) {
        return files.get(name).content.length;
    }

    @Override
    public synchronized void delete(String name) throws IOException {
        operation(false);
        files.remove(name);
    }

    @Override
    public synchronized void syncNames() throws IOException {
        operation(false);
        names.clear();
        names.putAll(files);
    }

    @Override
    public synchronized long freeOctets() {
        return free;
    }

    @Override
    public synchronized long totalOctets() {
        return Long.MAX_VALUE;
    }

    private void operation(boolean takesRoom) throws IOException {
        if (off) {
            throw new IOException("the power is off");
        }
        operations++;
        if (operations >= faultAt && faults > 0 && (takesRoom || fault != Fault.ENOSPC)) {
            faults--;
            off = fault == Fault.POWER_CUT;
            throw new IOException(
                    fault == Fault.ENOSPC ? "No space left on device" : "Input/output error");
        }
    }

    private final class Handle implements LogFile {
        private final Stored stored;

        Handle(Stored stored) {
            this.stored = stored;
        }

        @Override
        public void write(ByteBuffer octets, long position) throws IOException {
            synchronized (SimulatedDisk.this) {
                byte[] written = new byte[octets.remaining()];
                octets.get(written);
                try {
                    operation(true);
                } catch (IOException e) {
                    apply(Arrays.copyOf(written, written.length / 2), position);
                    throw e;
                }
                apply(written, position);
            }
        }

        private void apply(byte[] written, long position) {
            Step step =
                    before -> {
                        int end = (int) position + written.length;
                        byte[] after = Arrays.copyOf(before, Math.max(before.length, end));
                        System.arraycopy(written, 0, after, (int) position, written.length);
                        return after;
                    };
            stored.content = step.apply(stored.content);
            stored.unsynced.add(step);
        }

        @Override
        public int read(ByteBuffer into, long position) {
            synchronized (SimulatedDisk.this) {
                int left = (int) Math.max(0, stored.content.length - position);
                int count = Math.min(into.remaining(), left);
                if (count > 0) {
                    into.put(stored.content, (int) position, count);
                }
                return count;
            }
        }

        @Override
        public void sync() throws IOException {
            synchronized (SimulatedDisk.this) {
                operation(false);
                syncs++;
                stored.durable = stored.content.clone();
                stored.unsynced.clear();
            }
        }

        @Override
        public long size() {
            synchronized (SimulatedDisk.this) {
                return stored.content.length;
            }
        }

        @Override
        public void truncate(long size) throws IOException {
            synchronized (SimulatedDisk.this) {
                operation(false);
                Step step = before -> Arrays.copyOf(before, (int) Math.min(size, before.length));
                stored.content = step.apply(stored.content);
                stored.unsynced.add(step);
            }
        }

        @Override
        public void close() {}
    }
}
