// SPDX-License-Identifier: Apache-2.0
package org.pabal.smtp;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.pabal.wire.Connection;
import org.pabal.wire.TlsFacts;
import org.pabal.wire.TlsServerContext;

/// Lines that come in batches, each when all before has been read; what is flushed is a packet.
final class BatchConnection implements Connection {
    final List<String> packets = new ArrayList<>();
    private final Deque<String> batches;
    private boolean early;
    private final Deque<String> lines = new ArrayDeque<>();
    private final ByteArrayOutputStream written = new ByteArrayOutputStream();

    BatchConnection(List<String> batches) {
        this.batches = new ArrayDeque<>(batches);
    }

    @Override
    public String id() {
        return "batch";
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
        return Optional.empty();
    }

    @Override
    public void readDeadline(Duration limit) {}

    private Optional<String> next() {
        if (lines.isEmpty() && !batches.isEmpty()) {
            assertThat(written.size()).as("a reply was held back while waiting").isZero();
            lines.addAll(List.of(batches.remove().split("\n")));
        }
        return Optional.ofNullable(lines.poll());
    }

    @Override
    public Line readLine(int maxOctets, int maxSkipped) {
        return next().<Line>map(line -> new Line.Complete(line.getBytes(StandardCharsets.UTF_8)))
                .orElseGet(Line.EndOfStream::new);
    }

    /// Begins to speak before it was greeted.
    void talkEarly() {
        early = true;
    }

    @Override
    public boolean speaksWithin(Duration wait) {
        return early;
    }

    @Override
    public boolean hasBuffered() {
        return !lines.isEmpty();
    }

    @Override
    public void readExactly(long octets, Sink sink) {
        throw new UnsupportedOperationException();
    }

    @Override
    public BodyFacts readDotBody(Sink sink) throws IOException {
        long count = 0;
        while (true) {
            String line = next().orElseThrow(EOFException::new);
            if (line.equals(".")) {
                return new BodyFacts(count, false, false, false);
            }
            byte[] octets = (line + "\r\n").getBytes(StandardCharsets.UTF_8);
            sink.write(octets, 0, octets.length);
            count += octets.length;
        }
    }

    @Override
    public void write(byte[] octets, int offset, int length) {
        written.write(octets, offset, length);
    }

    @Override
    public void flush() {
        if (written.size() > 0) {
            packets.add(written.toString(StandardCharsets.UTF_8));
            written.reset();
        }
    }

    @Override
    public void startTls(TlsServerContext context) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void endInput() {}

    @Override
    public void close() {}
}
