// SPDX-License-Identifier: Apache-2.0
package org.pabal.wire.testing;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import org.pabal.wire.Connection;
import org.pabal.wire.TlsFacts;
import org.pabal.wire.TlsServerContext;

/// A client that has said everything already: what it sends is one run of octets, then the end.
public final class ScriptedConnection implements Connection {
    /// A session that says more to a few commands than this goes in circles.
    private static final int MOST_OUTPUT = 8 << 20;

    private final byte[] input;
    private final ByteArrayOutputStream output = new ByteArrayOutputStream();
    private int at;
    private boolean closed;

    public ScriptedConnection(byte[] input) {
        this.input = input;
    }

    public synchronized String output() {
        return output.toString(StandardCharsets.ISO_8859_1);
    }

    @Override
    public String id() {
        return "scripted";
    }

    @Override
    public InetSocketAddress remote() {
        return new InetSocketAddress("192.0.2.1", 1);
    }

    @Override
    public InetSocketAddress local() {
        return new InetSocketAddress("192.0.2.2", 143);
    }

    @Override
    public Optional<TlsFacts> tls() {
        return Optional.empty();
    }

    @Override
    public void readDeadline(Duration limit) {}

    @Override
    public Line readLine(int maxOctets, int maxSkipped) {
        int end = at;
        while (end < input.length && !(input[end] == '\n' && end > at && input[end - 1] == '\r')) {
            end++;
        }
        int from = at;
        if (end == input.length || closed) {
            at = input.length;
            return new Line.EndOfStream();
        }
        int length = end - 1 - from;
        at = end + 1;
        if (length > maxOctets) {
            return new Line.TooLong(length - maxOctets <= maxSkipped);
        }
        return new Line.Complete(Arrays.copyOfRange(input, from, from + length));
    }

    @Override
    public boolean hasBuffered() {
        return at < input.length;
    }

    @Override
    public void readExactly(long octets, Sink sink) throws IOException {
        if (octets > input.length - at) {
            at = input.length;
            throw new EOFException("the client left within a body");
        }
        sink.write(input, at, (int) octets);
        at += (int) octets;
    }

    @Override
    public BodyFacts readDotBody(Sink sink) {
        throw new UnsupportedOperationException("no session of these reads such a body");
    }

    @Override
    public synchronized void write(byte[] octets, int offset, int length) throws IOException {
        if (output.size() > MOST_OUTPUT) {
            throw new AssertionError("more than " + MOST_OUTPUT + " octets were written");
        }
        output.write(octets, offset, length);
    }

    @Override
    public void flush() {}

    /// The rest of the script is no TLS handshake.
    @Override
    public void startTls(TlsServerContext context) throws IOException {
        throw at < input.length ? new StartTlsInjection() : new EOFException("no handshake");
    }

    @Override
    public boolean mayCompress() {
        return true;
    }

    @Override
    public void compress() throws IOException {
        throw new IOException("what follows is no DEFLATE stream");
    }

    @Override
    public void endInput() {
        closed = true;
    }

    @Override
    public void close() {
        closed = true;
    }
}
