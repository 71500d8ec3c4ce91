// SPDX-License-Identifier: Apache-2.0
package org.pabal.mda.lab;

import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.pabal.mailbox.AccountMailboxes.MessageOctets;
import org.pabal.mailbox.StoredMessage;
import org.pabal.message.mime.MessageScanner;
import org.pabal.message.mime.ScannedMessage;
import org.pabal.sieve.SieveMessage;

/// A message that lies in a mailbox, or in a file, as a script reads it. For one thread.
public final class LabMessage implements SieveMessage, AutoCloseable {
    private static final int CHUNK_OCTETS = 64 << 10;

    private final MessageOctets octets;
    private final Optional<Arrived> arrived;
    private @Nullable ScannedMessage scanned;

    private LabMessage(MessageOctets octets, Optional<Arrived> arrived) {
        this.octets = octets;
        this.arrived = arrived;
    }

    /// One that lies in a mailbox.
    LabMessage(MessageOctets octets, StoredMessage stored) {
        this(octets, Optional.of(Arrived.of(stored)));
    }

    /// @param octets with CRLF line ends
    public static LabMessage of(byte[] octets) {
        return new LabMessage(new InMemory(octets), Optional.empty());
    }

    private record InMemory(byte[] all) implements MessageOctets {
        @Override
        public long size() {
            return all.length;
        }

        @Override
        public int read(long position, byte[] octets, int offset, int length) {
            if (position >= all.length) {
                return 0;
            }
            int read = (int) Math.min(length, all.length - position);
            System.arraycopy(all, (int) position, octets, offset, read);
            return read;
        }

        @Override
        public void close() {}

        @Override
        public boolean equals(Object other) {
            return other instanceof InMemory(byte[] others) && Arrays.equals(all, others);
        }

        @Override
        public int hashCode() {
            return Arrays.hashCode(all);
        }
    }

    /// Empty for one that is not here.
    Optional<Arrived> arrived() {
        return arrived;
    }

    @Override
    public ScannedMessage scan() {
        ScannedMessage known = scanned;
        if (known == null) {
            known = scanAll();
            scanned = known;
        }
        return known;
    }

    private ScannedMessage scanAll() {
        MessageScanner scanner = new MessageScanner();
        byte[] chunk = new byte[Math.clamp(octets.size(), 1, CHUNK_OCTETS)];
        long position = 0;
        int read;
        while ((read = octets.read(position, chunk, 0, chunk.length)) > 0) {
            scanner.write(chunk, 0, read);
            position += read;
        }
        return scanner.finish();
    }

    @Override
    public long octets() {
        return octets.size();
    }

    @Override
    public int read(long position, byte[] into, int offset, int length) {
        return octets.read(position, into, offset, length);
    }

    @Override
    public void close() {
        octets.close();
    }
}
