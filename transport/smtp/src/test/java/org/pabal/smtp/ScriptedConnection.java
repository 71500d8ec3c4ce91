// SPDX-License-Identifier: Apache-2.0
package org.pabal.smtp;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import org.pabal.wire.Connection;
import org.pabal.wire.TlsFacts;
import org.pabal.wire.TlsServerContext;

/// Octets that a client sends and then is gone, in memory. Reads as the real connection does.
final class ScriptedConnection implements Connection {
    private final byte[] sent;
    private final ByteArrayOutputStream said = new ByteArrayOutputStream();
    private final Optional<TlsFacts> tls;
    private int at;

    ScriptedConnection(byte[] sent, Optional<TlsFacts> tls) {
        this.sent = sent;
        this.tls = tls;
    }

    String said() {
        return said.toString(StandardCharsets.UTF_8);
    }

    @Override
    public String id() {
        return "scripted";
    }

    @Override
    public InetSocketAddress remote() {
        return new InetSocketAddress(InetAddress.ofLiteral("192.0.2.1"), 1);
    }

    @Override
    public InetSocketAddress local() {
        return new InetSocketAddress(InetAddress.ofLiteral("192.0.2.2"), 25);
    }

    @Override
    public Optional<TlsFacts> tls() {
        return tls;
    }

    @Override
    public void readDeadline(Duration limit) {}

    @Override
    public Line readLine(int maxOctets, int maxSkipped) {
        int end = at;
        while (end + 1 < sent.length && !(sent[end] == '\r' && sent[end + 1] == '\n')) {
            end++;
        }
        if (end + 1 >= sent.length) {
            at = sent.length;
            return new Line.EndOfStream();
        }
        byte[] line = Arrays.copyOfRange(sent, at, end);
        at = end + 2;
        return line.length > maxOctets ? new Line.TooLong(true) : new Line.Complete(line);
    }

    @Override
    public boolean hasBuffered() {
        return at < sent.length;
    }

    @Override
    public boolean speaksWithin(Duration wait) {
        return false;
    }

    @Override
    public void readExactly(long octets, Sink sink) throws IOException {
        int count = (int) Math.min(octets, sent.length - at);
        sink.write(sent, at, count);
        at += count;
        if (count < octets) {
            throw new EOFException("cut off");
        }
    }

    @Override
    public BodyFacts readDotBody(Sink sink) throws IOException {
        int start = at;
        while (true) {
            if (!(readLine(Integer.MAX_VALUE, 0) instanceof Line.Complete(var line))) {
                sink.write(sent, start, sent.length - start);
                throw new EOFException("cut off");
            }
            if (line.length == 1 && line[0] == '.') {
                sink.write(sent, start, at - start - 3);
                return new BodyFacts(at - start - 3L, false, false, false);
            }
        }
    }

    @Override
    public void write(byte[] octets, int offset, int length) {
        said.write(octets, offset, length);
    }

    @Override
    public void flush() {}

    @Override
    public void startTls(TlsServerContext context) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void endInput() {
        at = sent.length;
    }

    @Override
    public void close() {}
}
