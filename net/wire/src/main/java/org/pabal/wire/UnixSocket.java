// SPDX-License-Identifier: Apache-2.0
package org.pabal.wire;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;

/// A socket of the Unix domain. Java gives it no read with a deadline, so the watchdog ends its
/// input when the time is over; after that it can only be written to.
final class UnixSocket implements RawSocket {

    private final SocketChannel channel;
    private volatile boolean expired;
    private volatile boolean reading;
    private volatile long readUntil;

    UnixSocket(SocketChannel channel) {
        this.channel = channel;
    }

    @Override
    public int read(byte[] into, int offset, int length, long nanos) throws IOException {
        readUntil = System.nanoTime() + nanos;
        reading = true;
        try {
            int count = channel.read(ByteBuffer.wrap(into, offset, length));
            if (count < 0 && expired) {
                throw new SocketTimeoutException("the peer sent nothing in time");
            }
            return count;
        } finally {
            reading = false;
        }
    }

    @Override
    public void write(byte[] octets, int offset, int length) throws IOException {
        ByteBuffer all = ByteBuffer.wrap(octets, offset, length);
        while (all.hasRemaining()) {
            channel.write(all);
        }
    }

    @Override
    public boolean canTryAgain() {
        return false;
    }

    /// Not known without reading.
    @Override
    public int available() {
        return 0;
    }

    @Override
    public void check(long now) {
        if (reading && now - readUntil > 0 && !expired) {
            expired = true;
            try {
                channel.shutdownInput();
            } catch (IOException e) {
                // Closed meanwhile: its reader has woken already.
            }
        }
    }

    @Override
    public void shutdownInput() throws IOException {
        channel.shutdownInput();
    }

    @Override
    public void shutdownOutput() throws IOException {
        channel.shutdownOutput();
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
