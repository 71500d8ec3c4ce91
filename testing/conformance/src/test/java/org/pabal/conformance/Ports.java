// SPDX-License-Identifier: Apache-2.0
package org.pabal.conformance;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// The ports of one server under test: the well-known ones, moved by an offset.
///
/// They have to stay free while that server is down, and other test processes look for ports at the
/// same time: whoever holds the lock on an offset's file has its ports. The lock ends with the
/// process that holds it. All ports are below those that the kernel gives away by itself.
///
/// @param lock held until these are closed
record Ports(int offset, FileChannel lock) implements AutoCloseable {
    private static final Path LOCKS =
            Path.of(System.getProperty("java.io.tmpdir"), "pabal-test-ports");

    private static final int[] WELL_KNOWN = {
        24, 25, 80, 106, 110, 389, 443, 587, 465, 143, 636, 783, 993, 995, 4190, 6424, 9925
    };

    private static final int LOWEST = 10_000;
    private static final int HIGHEST = 22_000;

    /// No two of the well-known ports are a multiple of it apart: offsets share no port.
    private static final int STEP = 62;

    /// Those of this process. Their files are not opened again: to close one would end the lock.
    private static final Set<Integer> OURS = ConcurrentHashMap.newKeySet();

    static Ports claim() {
        try {
            Files.createDirectories(LOCKS);
            for (int offset = LOWEST; offset <= HIGHEST; offset += STEP) {
                FileChannel lock = OURS.add(offset) ? lock(offset) : null;
                if (lock != null) {
                    return new Ports(offset, lock);
                }
            }
        } catch (IOException e) {
            throw new IllegalStateException("no ports can be claimed in " + LOCKS, e);
        }
        throw new IllegalStateException("all ports are claimed or taken");
    }

    private static @Nullable FileChannel lock(int offset) throws IOException {
        FileChannel channel =
                FileChannel.open(
                        LOCKS.resolve(Integer.toString(offset)),
                        StandardOpenOption.CREATE,
                        StandardOpenOption.WRITE);
        FileLock lock = channel.tryLock();
        if (lock != null && allFree(offset)) {
            return channel;
        }
        channel.close();
        OURS.remove(offset);
        return null;
    }

    private static boolean allFree(int offset) {
        for (int port : WELL_KNOWN) {
            try (ServerSocket socket = new ServerSocket()) {
                socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port + offset));
            } catch (IOException taken) {
                return false;
            }
        }
        return true;
    }

    @Override
    public void close() {
        try {
            lock.close();
            OURS.remove(offset);
        } catch (IOException e) {
            throw new IllegalStateException("the ports of " + offset + " cannot be given back", e);
        }
    }
}
