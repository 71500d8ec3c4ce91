// SPDX-License-Identifier: Apache-2.0
package org.pabal.filter.connector.clamd;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/// A mail's content until it is complete: in memory while it is small, then in a file without a name
/// in the folder. A client that sends slowly so occupies no thread of the scanner's. For one thread.
final class Spool implements AutoCloseable {
    private static final int MEMORY = 64 << 10;

    private final Path folder;
    private final long maxOctets;
    private final ByteArrayOutputStream memory = new ByteArrayOutputStream(0);
    private Optional<FileChannel> file = Optional.empty();
    private long octets;
    private Optional<IOException> trouble = Optional.empty();

    /// @param maxOctets that are kept; the rest is counted
    Spool(Path folder, long maxOctets) {
        this.folder = folder;
        this.maxOctets = maxOctets;
    }

    interface Sink {
        void write(byte[] octets, int offset, int length) throws IOException;
    }

    void write(byte[] from, int offset, int length) {
        int kept = Math.clamp(maxOctets - octets, 0, length);
        octets += length;
        if (kept == 0 || trouble.isPresent()) {
            return;
        }
        try {
            if (file.isEmpty() && memory.size() + kept <= MEMORY) {
                memory.write(from, offset, kept);
            } else {
                toFile(from, offset, kept);
            }
        } catch (IOException full) {
            trouble = Optional.of(full);
        }
    }

    private void toFile(byte[] from, int offset, int length) throws IOException {
        if (file.isEmpty()) {
            file = Optional.of(open());
            byte[] before = memory.toByteArray();
            memory.reset();
            append(before, 0, before.length);
        }
        append(from, offset, length);
    }

    private FileChannel open() throws IOException {
        Path path = Files.createTempFile(folder, "scan", ".tmp");
        try {
            return FileChannel.open(
                    path,
                    StandardOpenOption.READ,
                    StandardOpenOption.WRITE,
                    StandardOpenOption.DELETE_ON_CLOSE);
        } catch (IOException unopened) {
            Files.deleteIfExists(path);
            throw unopened;
        }
    }

    private void append(byte[] from, int offset, int length) throws IOException {
        ByteBuffer all = ByteBuffer.wrap(from, offset, length);
        while (all.hasRemaining()) {
            file.orElseThrow().write(all);
        }
    }

    /// Whether there is more of the mail than was kept.
    boolean isCut() {
        return octets > maxOctets;
    }

    long octets() {
        return octets;
    }

    /// @throws IOException when the content could not be kept, or the sink throws
    void writeTo(Sink sink) throws IOException {
        if (trouble.isPresent()) {
            throw new IOException(
                    "the mail could not be kept for it: " + trouble.get().getMessage(),
                    trouble.get());
        }
        if (file.isEmpty()) {
            byte[] all = memory.toByteArray();
            sink.write(all, 0, all.length);
            return;
        }
        ByteBuffer piece = ByteBuffer.allocate(MEMORY);
        for (long at = 0; ; ) {
            piece.clear();
            int read = file.get().read(piece, at);
            if (read <= 0) {
                return;
            }
            sink.write(piece.array(), 0, read);
            at += read;
        }
    }

    @Override
    public void close() {
        memory.reset();
        if (file.isPresent()) {
            try {
                file.get().close();
            } catch (IOException gone) {
                // it was to be deleted
            }
            file = Optional.empty();
            octets = 0;
        }
    }
}
