// SPDX-License-Identifier: Apache-2.0
package org.pabal.storage.embedded;

import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/// A directory of the file system.
final class FileDisk implements Disk {
    /// Larger writes go in steps, since the JDK keeps a direct copy of what it was given at most.
    private static final int STEP = 1 << 20;

    private final Path directory;
    private final FileStore store;

    FileDisk(Path directory) throws IOException {
        this.directory = directory;
        this.store = Files.getFileStore(directory);
    }

    @Override
    public List<String> list() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }

    @Override
    public LogFile create(String name) throws IOException {
        Path path = directory.resolve(name);
        var owner =
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
        return new ChannelFile(FileChannel.open(path, Set.of(CREATE_NEW, READ, WRITE), owner));
    }

    @Override
    public LogFile open(String name) throws IOException {
        return new ChannelFile(FileChannel.open(directory.resolve(name), READ, WRITE));
    }

    @Override
    public long size(String name) throws IOException {
        return Files.size(directory.resolve(name));
    }

    @Override
    public void delete(String name) throws IOException {
        Files.deleteIfExists(directory.resolve(name));
    }

    @Override
    public void syncNames() throws IOException {
        sync(directory);
    }

    /// Makes the names in a directory last.
    static void sync(Path directory) throws IOException {
        try (FileChannel channel = FileChannel.open(directory, READ)) {
            channel.force(true);
        }
    }

    @Override
    public long freeOctets() throws IOException {
        return store.getUsableSpace();
    }

    @Override
    public long totalOctets() throws IOException {
        return store.getTotalSpace();
    }

    private record ChannelFile(FileChannel channel) implements LogFile {

        @Override
        public void write(ByteBuffer octets, long position) throws IOException {
            int end = octets.limit();
            long at = position;
            while (octets.position() < end) {
                octets.limit(Math.min(end, octets.position() + STEP));
                at += channel.write(octets, at);
            }
        }

        @Override
        public int read(ByteBuffer into, long position) throws IOException {
            int start = into.position();
            while (into.hasRemaining()) {
                int count = channel.read(into, position + into.position() - start);
                if (count < 0) {
                    break;
                }
            }
            return into.position() - start;
        }

        @Override
        public void sync() throws IOException {
            channel.force(false);
        }

        @Override
        public long size() throws IOException {
            return channel.size();
        }

        @Override
        public void truncate(long size) throws IOException {
            channel.truncate(size);
        }

        @Override
        public void close() throws IOException {
            channel.close();
        }
    }
}
