// SPDX-License-Identifier: Apache-2.0
package org.pabal.wire;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.SocketTimeoutException;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.stream.Stream;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/// A connection over a socket of TCP or of the Unix domain, plain or under TLS.
///
/// A peer over a Unix-domain socket appears as the loopback address with port 0. After a time-out
/// such a connection can be written to but not read again; over TCP a read can be tried again and
/// loses nothing.
public final class SocketConnection implements Connection {

    private static final InetSocketAddress UNIX_PEER =
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);

    /// How requests of HTTP begin; no command of mail does.
    private static final List<byte[]> HTTP_METHODS =
            Stream.of("GET /", "POST /", "HEAD /", "OPTIONS ", "CONNECT ", "PUT /")
                    .map(method -> method.getBytes(StandardCharsets.US_ASCII))
                    .toList();

    private static final int TLS_HANDSHAKE_RECORD = 0x16;
    private static final int TLS_MAJOR_VERSION = 3;

    /// After the session's last word: for a peer that still sends, so that it can read that word
    /// before a reset takes it away.
    private static final long LINGER_NANOS = Duration.ofMillis(500).toNanos();

    private static final int LINGER_OCTETS = 256 * 1024;

    private final Wire wire;
    private final Optional<String> service;
    private final String id;
    private final RawSocket raw;
    private final WriteBuffer out;
    private final Inbound in;
    private final LineReader lines;
    private final ReentrantLock readLock = new ReentrantLock();
    private final AtomicBoolean closed = new AtomicBoolean();
    private final Watchdog.Watched watched;

    private final Optional<LocalPeer> localPeer;
    private volatile InetSocketAddress remote;
    private volatile InetSocketAddress local;
    private volatile @Nullable TlsFacts tls;
    private volatile boolean looksLikeTls;
    private final AtomicBoolean hasCompressedPlace = new AtomicBoolean();
    private volatile boolean compressed;
    private volatile boolean firstLine;

    /// One that we have opened.
    SocketConnection(Wire wire, SocketChannel channel) throws IOException {
        this(wire, channel, Optional.empty());
    }

    /// One whose peer speaks as a client, which may have taken the wrong port.
    ///
    /// @param service the listener's name
    SocketConnection(Wire wire, SocketChannel channel, String service) throws IOException {
        this(wire, channel, Optional.of(service));
    }

    private SocketConnection(Wire wire, SocketChannel channel, Optional<String> service)
            throws IOException {
        this.wire = wire;
        this.service = service;
        this.id = wire.nextSession();
        this.remote = internet(channel.getRemoteAddress());
        this.local = internet(channel.getLocalAddress());
        this.localPeer = LocalPeer.of(channel);
        this.raw =
                channel.getRemoteAddress() instanceof InetSocketAddress
                        ? new TcpSocket(channel)
                        : new UnixSocket(channel);
        this.out = new WriteBuffer(raw, wire.pool(), wire.limits().write());
        this.in = new Inbound(raw, out, wire.pool(), wire.limits());
        this.lines = new LineReader(in);
        this.firstLine = service.isPresent();
        this.watched =
                now -> {
                    out.check(now);
                    raw.check(now);
                };
        wire.watchdog().watch(watched);
    }

    private static InetSocketAddress internet(SocketAddress address) {
        return address instanceof InetSocketAddress internet ? internet : UNIX_PEER;
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public InetSocketAddress remote() {
        return remote;
    }

    @Override
    public InetSocketAddress local() {
        return local;
    }

    @Override
    public Optional<LocalPeer> localPeer() {
        return localPeer;
    }

    /// As a trusted proxy told.
    @Override
    public void speaksFor(Introduction told) {
        remote = told.client();
        local = told.here();
    }

    @Override
    public Optional<TlsFacts> tls() {
        return Optional.ofNullable(tls);
    }

    @Override
    public void readDeadline(Duration limit) {
        in.limit(limit);
    }

    @Override
    public boolean canReadAgain() {
        return raw.canTryAgain();
    }

    /// The deadline is for the line as a whole: octets that trickle in do not prolong it.
    ///
    /// @throws TlsOnPlainPort when the first octets are those of a TLS handshake
    @Override
    public Line readLine(int maxOctets, int maxSkipped) throws IOException {
        readLock.lock();
        try {
            if (firstLine) {
                refuseTls();
            }
            return lines.read(maxOctets, maxSkipped);
        } finally {
            unlockRead();
        }
    }

    @Override
    public Line readLfLine(int maxOctets, int maxSkipped) throws IOException {
        readLock.lock();
        try {
            return lines.readLf(maxOctets, maxSkipped);
        } finally {
            unlockRead();
        }
    }

    /// A client that speaks TLS to a plain port would wait in vain for an answer it understands.
    private void refuseTls() throws IOException {
        ReadBuffer buffer = in.buffer();
        if (buffer.length() == 0 && !in.fillWhenIdle(in.deadline())) {
            return;
        }
        firstLine = false;
        looksLikeTls =
                buffer.octets[buffer.pos] == TLS_HANDSHAKE_RECORD
                        && (buffer.length() == 1
                                || buffer.octets[buffer.pos + 1] == TLS_MAJOR_VERSION);
        if (looksLikeTls) {
            throw new TlsOnPlainPort();
        }
        if (isHttp(buffer)) {
            misconduct(Misconduct.PROTOCOL_ABUSE, "an HTTP request");
        }
    }

    private static boolean isHttp(ReadBuffer buffer) {
        for (byte[] method : HTTP_METHODS) {
            int end = buffer.pos + method.length;
            if (buffer.length() >= method.length
                    && Arrays.equals(buffer.octets, buffer.pos, end, method, 0, method.length)) {
                return true;
            }
        }
        return false;
    }

    @Override
    public void misconduct(Misconduct what, String detail) {
        service.ifPresent(
                name -> wire.gatekeeper().noticed(remote.getAddress(), name, what, detail));
    }

    /// Whether the peer has sent nothing so far.
    boolean isSilent() {
        return firstLine;
    }

    /// Whether the peer began with a TLS handshake where plain text was due.
    public boolean looksLikeTls() {
        return looksLikeTls;
    }

    /// A TLS client took a port that begins in plain text.
    public static final class TlsOnPlainPort extends IOException {
        private static final long serialVersionUID = 1L;

        TlsOnPlainPort() {
            super("the peer began with TLS on a port that begins in plain text");
        }
    }

    @Override
    public boolean hasBuffered() throws IOException {
        readLock.lock();
        try {
            return in.hasBuffered();
        } finally {
            unlockRead();
        }
    }

    @Override
    public boolean awaitOctets() throws IOException {
        readLock.lock();
        try {
            return in.buffer().length() > 0 || in.fillWhenIdle(in.deadline());
        } finally {
            unlockRead();
        }
    }

    /// The deadline is for each wait, and the whole may not come too slowly (THREATS S26).
    @Override
    public void readExactly(long octets, Sink sink) throws IOException {
        readLock.lock();
        try {
            BodyPace pace = in.pace();
            ReadBuffer buffer = in.buffer();
            for (long left = octets; left > 0; ) {
                if (buffer.length() == 0) {
                    in.fillBody(pace);
                }
                int count = (int) Math.min(left, buffer.length());
                int from = buffer.pos;
                buffer.pos += count;
                left -= count;
                sink.write(buffer.octets, from, count);
            }
        } finally {
            unlockRead();
        }
    }

    @Override
    public boolean readSome(Sink sink) throws IOException {
        readLock.lock();
        try {
            ReadBuffer buffer = in.buffer();
            if (buffer.length() == 0 && !in.fillWhenIdle(in.deadline())) {
                return false;
            }
            int from = buffer.pos;
            int count = buffer.length();
            buffer.pos += count;
            sink.write(buffer.octets, from, count);
            return true;
        } finally {
            unlockRead();
        }
    }

    /// The deadline is for each wait, and the whole may not come too slowly (THREATS S26).
    @Override
    public BodyFacts readDotBody(Sink sink) throws IOException {
        readLock.lock();
        try {
            return new DotBodyReader(in, sink).read();
        } finally {
            unlockRead();
        }
    }

    @Override
    public void write(byte[] octets, int offset, int length) throws IOException {
        out.write(octets, offset, length);
    }

    @Override
    public void flush() throws IOException {
        out.flush();
    }

    @Override
    public void startTls(TlsServerContext context) throws IOException {
        startTls(context, false);
    }

    /// @param bufferedIsTls false for STARTTLS, where what came before is an attack
    void startTls(TlsServerContext context, boolean bufferedIsTls) throws IOException {
        startTls(
                context.newEngine(),
                bufferedIsTls,
                session -> TlsFactsOfSession.ofServer(session, context));
    }

    @Override
    public void startTlsClient(TlsClientContext context, String serverName, boolean verify)
            throws IOException {
        startTls(
                context.newEngine(serverName, remote.getPort(), verify),
                false,
                TlsFactsOfSession::ofClient);
    }

    private void startTls(
            SSLEngine engine, boolean bufferedIsTls, Function<SSLSession, TlsFacts> facts)
            throws IOException {
        out.flush();
        readLock.lock();
        try {
            if (tls != null || compressed) {
                throw new IOException(
                        "TLS is up already, or compression, which TLS cannot come under");
            }
            if (!bufferedIsTls && in.hasBuffered()) {
                throw new StartTlsInjection();
            }
            firstLine = false;
            long until = System.nanoTime() + wire.limits().handshake().toNanos();
            ReadBuffer records = in.takeOver(wire.pool());
            out.startTls(engine);
            in.startTls(new TlsInflow(engine, raw, out, records), until);
            tls = facts.apply(engine.getSession());
        } finally {
            unlockRead();
        }
    }

    @Override
    public boolean mayCompress() {
        if (compressed || closed.get()) {
            return false;
        }
        if (hasCompressedPlace.get()) {
            return true;
        }
        if (!wire.deflaters().enter()) {
            return false;
        }
        hasCompressedPlace.set(true);
        if (closed.get()) {
            leaveCompressedPlace();
        }
        return true;
    }

    @Override
    public void compress() throws IOException {
        if (compressed || !hasCompressedPlace.get()) {
            throw new IllegalStateException("no place for compression was asked for");
        }
        out.flush();
        readLock.lock();
        try {
            in.startInflation(wire.pool());
            out.startDeflation(wire.deflaters());
            compressed = true;
        } finally {
            unlockRead();
        }
    }

    @Override
    public boolean isCompressed() {
        return compressed;
    }

    private void leaveCompressedPlace() {
        if (hasCompressedPlace.compareAndSet(true, false)) {
            wire.deflaters().leave();
        }
    }

    @Override
    public boolean speaksWithin(Duration wait) throws IOException {
        if (hasBuffered() || raw.available() > 0) {
            return true;
        }
        if (wait.isZero() || !raw.canTryAgain()) {
            return false;
        }
        try {
            return peek(wait) >= 0;
        } catch (SocketTimeoutException silent) {
            return false;
        }
    }

    /// Waits for the first octet without taking it.
    ///
    /// @return it, or -1 at the end of the stream
    int peek(Duration limit) throws IOException {
        readLock.lock();
        try {
            ReadBuffer buffer = in.buffer();
            if (buffer.length() == 0 && !in.fill(System.nanoTime() + limit.toNanos(), false)) {
                return -1;
            }
            return buffer.octets[buffer.pos] & 0xff;
        } finally {
            unlockRead();
        }
    }

    @Override
    public void endInput() {
        try {
            in.end();
        } catch (IOException e) {
            // Closed meanwhile: its reader has woken already.
        }
    }

    /// Closes after the session's last word, which the peer shall be able to read even when it is
    /// still sending.
    void closeAfterLastWord() {
        try {
            out.flush();
            if (hasBuffered() || raw.available() > 0) {
                out.sayGoodbye();
                raw.shutdownOutput();
                discardInput();
            }
        } catch (IOException e) {
            // The peer is gone: nobody to be polite to.
        } finally {
            close();
        }
    }

    private void discardInput() throws IOException {
        byte[] discarded = wire.pool().take();
        try {
            long until = System.nanoTime() + LINGER_NANOS;
            int total = 0;
            while (total < LINGER_OCTETS) {
                long left = until - System.nanoTime();
                int count = left > 0 ? raw.read(discarded, 0, discarded.length, left) : -1;
                if (count < 0) {
                    return;
                }
                total += count;
            }
        } catch (SocketTimeoutException e) {
            // It does not close by itself.
        } finally {
            wire.pool().give(discarded);
        }
    }

    @Override
    public void close() {
        if (!closed.get()) {
            out.sayGoodbye();
        }
        abort();
    }

    /// Closes without a word.
    void abort() {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        try {
            raw.close();
        } catch (IOException e) {
            // There is nothing left to do for it.
        }
        wire.watchdog().forget(watched);
        leaveCompressedPlace();
        out.close();
        releaseIfIdle();
    }

    private void unlockRead() {
        in.releaseWhenEmpty();
        readLock.unlock();
        if (closed.get()) {
            releaseIfIdle();
        }
    }

    /// Gives buffers back once no reader uses them. A reader that is still in has looked at nothing
    /// yet and comes here itself when it leaves.
    private void releaseIfIdle() {
        if (!readLock.isHeldByCurrentThread() && readLock.tryLock()) {
            try {
                in.release();
            } finally {
                readLock.unlock();
            }
        }
    }

    @Override
    public String toString() {
        return "connection " + id + " with " + remote;
    }
}
