// SPDX-License-Identifier: Apache-2.0
package org.pabal.fetch.testing;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;
import org.pabal.wire.Connection;
import org.pabal.wire.TlsFacts;
import org.pabal.wire.TlsServerContext;

/// A client's end whose server answers each line at once.
public final class AnsweringConnection implements Connection {
    /// Within an answer: nothing comes behind it.
    static final String END = "\uFFFF";

    private final Server server;
    private final StringBuilder waiting = new StringBuilder();
    private final StringBuilder said = new StringBuilder();
    private boolean closed;

    /// Answers a line without its CRLF.
    public interface Server {
        String answer(String line);
    }

    public AnsweringConnection(Server server, String greeting) {
        this.server = server;
        waiting.append(greeting);
    }

    @Override
    public synchronized void write(byte[] octets, int offset, int length) {
        said.append(new String(octets, offset, length, ISO_8859_1));
        for (int end = said.indexOf("\r\n"); end >= 0; end = said.indexOf("\r\n")) {
            waiting.append(server.answer(said.substring(0, end)));
            said.delete(0, end + 2);
        }
    }

    @Override
    public synchronized Line readLine(int maxOctets, int maxSkipped) {
        int end = waiting.indexOf("\r\n");
        if (closed || end < 0) {
            return new Line.EndOfStream();
        }
        String line = waiting.substring(0, end);
        waiting.delete(0, end + 2);
        return line.length() > maxOctets
                ? new Line.TooLong(false)
                : new Line.Complete(line.getBytes(ISO_8859_1));
    }

    @Override
    public synchronized void readExactly(long octets, Sink sink) throws IOException {
        int end = waiting.indexOf(END);
        int there = Math.min(end < 0 ? waiting.length() : end, (int) Math.min(octets, 1 << 30));
        byte[] part = waiting.substring(0, there).getBytes(ISO_8859_1);
        waiting.delete(0, there);
        sink.write(part, 0, part.length);
        if (closed || there < octets) {
            closed = true;
            throw new EOFException("the server is gone");
        }
    }

    @Override
    public String id() {
        return "answering";
    }

    @Override
    public InetSocketAddress remote() {
        return new InetSocketAddress("192.0.2.1", 993);
    }

    @Override
    public InetSocketAddress local() {
        return new InetSocketAddress("192.0.2.2", 1);
    }

    @Override
    public Optional<TlsFacts> tls() {
        return Optional.empty();
    }

    @Override
    public void readDeadline(Duration limit) {}

    @Override
    public synchronized boolean hasBuffered() {
        return !waiting.isEmpty();
    }

    @Override
    public BodyFacts readDotBody(Sink sink) {
        throw new UnsupportedOperationException("IMAP has no such bodies");
    }

    @Override
    public void flush() {}

    @Override
    public void startTls(TlsServerContext context) {
        throw new UnsupportedOperationException("this is the client's end");
    }

    @Override
    public void endInput() {
        close();
    }

    @Override
    public synchronized void close() {
        closed = true;
    }
}
