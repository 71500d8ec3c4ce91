// SPDX-License-Identifier: Apache-2.0
package org.pabal.wire;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.SocketTimeoutException;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Listens on one address and gives each connection a virtual thread of its own, on which the
/// protocol's session runs.
///
/// Connections over a limit get one line and are closed. A failure to accept (too many open files)
/// is waited out; the listener ends only by {@link #stopAccepting}. What a listener knows of a
/// connection before its session begins (proxy, TLS, wrong port) is done on the connection's own
/// thread, so that no peer holds up another.
public final class Listener implements Door {

    private static final Logger LOG = LoggerFactory.getLogger(Listener.class);

    /// After a failure to accept, so that the loop does not spin while the process has no files.
    private static final Duration PAUSE = Duration.ofMillis(100);

    /// How long closing the door may take.
    private static final Duration CLOSING = Duration.ofSeconds(5);

    /// In a crowd a listener asks its sessions to be less patient.
    private static final int CROWDED_PERCENT = 80;

    /// In place of a first octet.
    private static final int NOTHING = -2;

    private final Wire wire;
    private final ListenerConfig config;
    private final ConnectionHandler handler;
    private final SourceCounts sources;
    private final Set<SocketConnection> connections = ConcurrentHashMap.newKeySet();
    private final CountDownLatch stopped = new CountDownLatch(1);
    private final ReentrantLock endings = new ReentrantLock();
    private final Condition ended = endings.newCondition();
    private final LogPace refusals = new LogPace();
    private final LogPace failures = new LogPace();

    private final AtomicInteger open = new AtomicInteger();
    private final AtomicLong accepted = new AtomicLong();
    private final AtomicLong refused = new AtomicLong();
    private final AtomicLong banned = new AtomicLong();
    private final AtomicLong acceptFailures = new AtomicLong();
    private final AtomicLong tlsFailures = new AtomicLong();
    private final AtomicLong misdirected = new AtomicLong();
    private final AtomicLong badProxyHeaders = new AtomicLong();

    private volatile @Nullable ListeningSocket socket;
    private volatile @Nullable Thread acceptor;

    public Listener(Wire wire, ListenerConfig config, ConnectionHandler handler) {
        this.wire = wire;
        this.config = config;
        this.handler = handler;
        this.sources =
                new SourceCounts(
                        config.maxConnectionsPerSource(), config.maxConnectionsPerNetwork());
    }

    /// Binds and begins to accept.
    ///
    /// @throws IOException when the address cannot be bound; names it
    public void start() throws IOException {
        start(ListeningSocket.bind(config));
    }

    /// For tests: what is accepted from may fail.
    void start(ListeningSocket bound) {
        socket = bound;
        acceptor =
                Thread.ofPlatform().name("accept-" + config.name()).start(() -> acceptAll(bound));
    }

    @Override
    public String name() {
        return config.name();
    }

    /// Where it listens: with the real port when the settings said 0.
    ///
    /// @throws IllegalStateException before the start
    @Override
    public SocketAddress boundAddress() {
        ListeningSocket bound = socket;
        if (bound == null) {
            throw new IllegalStateException("listener " + config.name() + " is not started");
        }
        return bound.address();
    }

    @Override
    public ListenerCounts counts() {
        return new ListenerCounts(
                open.get(),
                accepted.get(),
                refused.get(),
                banned.get(),
                acceptFailures.get(),
                tlsFailures.get(),
                misdirected.get(),
                badProxyHeaders.get());
    }

    /// Whether so many connections are open that sessions should wait less for their peers.
    @Override
    public boolean isCrowded() {
        return open.get() * 100L >= (long) config.maxConnections() * CROWDED_PERCENT;
    }

    /// Closes the door; sessions go on.
    @Override
    public void stopAccepting() {
        stopped.countDown();
        ListeningSocket bound = socket;
        if (bound != null) {
            bound.close();
            awaitAcceptor();
        }
    }

    /// The system closes the door only when the thread that waits at it has left.
    private void awaitAcceptor() {
        Thread waiting = acceptor;
        try {
            if (waiting != null && !waiting.join(CLOSING)) {
                LOG.warn("event=listener-open listener={}", config.name());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// Closes the door, ends the input of sessions as each comes to a pause between two commands,
    /// and waits for their end. What is left then is closed.
    @Override
    public void drain(Duration patience) {
        stopAccepting();
        connections.forEach(SocketConnection::endInput);
        if (!awaitEnd(patience)) {
            LOG.info("event=drain-cut listener={} connections={}", config.name(), open.get());
        }
        connections.forEach(SocketConnection::abort);
    }

    private boolean awaitEnd(Duration patience) {
        long left = patience.toNanos();
        endings.lock();
        try {
            while (open.get() > 0 && left > 0) {
                left = ended.awaitNanos(left);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            endings.unlock();
        }
        return open.get() == 0;
    }

    /// Closes the door and all connections, at once.
    @Override
    public void close() {
        stopAccepting();
        connections.forEach(SocketConnection::abort);
    }

    private void acceptAll(ListeningSocket from) {
        while (stopped.getCount() > 0) {
            try {
                accept(from.accept());
            } catch (ClosedChannelException e) {
                if (stopped.getCount() > 0) {
                    LOG.error("event=listener-closed listener={}", config.name(), e);
                }
                return;
            } catch (IOException | RuntimeException | OutOfMemoryError e) {
                acceptFailures.incrementAndGet();
                failures.tell(count ->
                        LOG.error(
                                "event=accept-failed listener={} times={} reason=\"{}\"",
                                config.name(),
                                count,
                                e.toString()));
                pause();
            }
        }
    }

    private void pause() {
        try {
            stopped.await(PAUSE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void accept(SocketChannel channel) throws IOException {
        if (open.incrementAndGet() > config.maxConnections()) {
            leave();
            refuse(channel, ListenerConfig.Overload.TOO_MANY_CONNECTIONS);
            return;
        }
        Admission admission;
        try {
            admission = admit(channel);
        } catch (IOException | RuntimeException e) {
            // Reset before it was looked at.
            leave();
            channel.close();
            LOG.debug("event=connection-gone listener={}", config.name(), e);
            return;
        }
        if (admission.against().isPresent()) {
            leave();
            refuse(channel, admission.against().get());
            return;
        }
        begin(channel, admission);
    }

    /// @param against why it is not served; empty when it is
    /// @param fromProxy counted once the proxy has said whose connection it is
    /// @param counted absent from a Unix-domain socket too: who may use its file may use it all
    private record Admission(
            Optional<ListenerConfig.Overload> against,
            boolean fromProxy,
            Optional<InetAddress> counted) {
        static final Admission UNCOUNTED = new Admission(Optional.empty(), false, Optional.empty());
        static final Admission OF_PROXY = new Admission(Optional.empty(), true, Optional.empty());
        static final Admission BANNED =
                new Admission(Optional.of(ListenerConfig.Overload.BANNED), false, Optional.empty());
    }

    private Admission admit(SocketChannel channel) throws IOException {
        if (!(channel.getRemoteAddress() instanceof InetSocketAddress peer)) {
            return Admission.UNCOUNTED;
        }
        InetAddress source = peer.getAddress();
        if (isTrustedProxy(source)) {
            return Admission.OF_PROXY;
        }
        if (wire.gatekeeper().refuses(source)) {
            return Admission.BANNED;
        }
        return new Admission(sources.enter(source), false, Optional.of(source));
    }

    private boolean isTrustedProxy(InetAddress peer) {
        for (IpNetwork network : config.trustedProxies()) {
            if (network.contains(peer)) {
                return true;
            }
        }
        return false;
    }

    private void begin(SocketChannel channel, Admission admission) throws IOException {
        @Nullable SocketConnection made = null;
        try {
            SocketConnection connection = new SocketConnection(wire, channel, config.name());
            made = connection;
            connections.add(connection);
            if (stopped.getCount() == 0) {
                connection.endInput();
            }
            Thread.ofVirtual()
                    .name(config.name() + "-" + connection.id())
                    .start(() -> run(connection, admission));
            accepted.incrementAndGet();
        } catch (IOException | RuntimeException | OutOfMemoryError e) {
            if (made != null) {
                connections.remove(made);
                made.abort();
            }
            channel.close();
            admission.counted().ifPresent(sources::leave);
            leave();
            throw e;
        }
    }

    /// Tells the peer why, where that is possible without waiting for it: not under TLS, whose
    /// handshakes would be the very load that the limit keeps away.
    private void refuse(SocketChannel channel, ListenerConfig.Overload overload)
            throws IOException {
        (overload == ListenerConfig.Overload.BANNED ? banned : refused).incrementAndGet();
        refusals.tell(count ->
                LOG.warn(
                        "event=connection-refused listener={} reason={} times={}",
                        config.name(),
                        overload,
                        count));
        try (channel) {
            if (config.implicitTls().isEmpty()) {
                ListeningSocket.sayAtOnce(channel, config.refusal().line(overload));
            }
        }
    }

    private void run(SocketConnection connection, Admission admission) {
        Optional<InetAddress> counted = admission.counted();
        try {
            if (admission.fromProxy()) {
                if (!introduce(connection)) {
                    return;
                }
                counted = Optional.of(connection.remote().getAddress());
            }
            if (beginTls(connection)) {
                handler.handle(connection);
                connection.closeAfterLastWord();
            }
        } catch (IOException e) {
            LOG.debug(
                    "event=connection-lost listener={} session={} remote={} reason=\"{}\"",
                    config.name(),
                    connection.id(),
                    connection.remote(),
                    e.getMessage());
        } catch (RuntimeException | Error e) {
            LOG.error(
                    "event=session-failed listener={} session={} remote={}",
                    config.name(),
                    connection.id(),
                    connection.remote(),
                    e);
        } finally {
            end(connection, counted);
        }
    }

    private void end(SocketConnection connection, Optional<InetAddress> counted) {
        connection.close();
        connections.remove(connection);
        counted.ifPresent(sources::leave);
        if (connection.looksLikeTls()) {
            misdirected(connection, "TLS on a plain port");
        }
        if (counted.isPresent() && connection.isSilent()) {
            connection.misconduct(Misconduct.SILENT, "a connection without a word");
        }
        leave();
    }

    private void leave() {
        open.decrementAndGet();
        endings.lock();
        try {
            ended.signalAll();
        } finally {
            endings.unlock();
        }
    }

    /// Hears from a trusted proxy whose connection it brings.
    ///
    /// @return false when the connection ends here; then its source is not counted
    private boolean introduce(SocketConnection connection) throws IOException {
        Optional<ProxyHeader.Addresses> addresses;
        connection.readDeadline(wire.limits().handshake());
        try {
            addresses = ProxyHeader.read(connection);
        } catch (IOException e) {
            badProxyHeaders.incrementAndGet();
            LOG.warn(
                    "event=bad-proxy-header listener={} session={} remote={} reason=\"{}\"",
                    config.name(),
                    connection.id(),
                    connection.remote(),
                    e.getMessage());
            return false;
        }
        addresses.ifPresent(
                told -> connection.speaksFor(new Introduction(told.source(), told.destination())));
        if (wire.gatekeeper().refuses(connection.remote().getAddress())) {
            banned.incrementAndGet();
            sayWhy(connection, ListenerConfig.Overload.BANNED);
            return false;
        }
        Optional<ListenerConfig.Overload> overload =
                sources.enter(connection.remote().getAddress());
        if (overload.isPresent()) {
            refused.incrementAndGet();
            sayWhy(connection, overload.get());
        }
        return overload.isEmpty();
    }

    private void sayWhy(SocketConnection connection, ListenerConfig.Overload overload)
            throws IOException {
        if (config.implicitTls().isEmpty()) {
            say(connection, config.refusal().line(overload));
        }
    }

    /// On a port of implicit TLS, does the handshake, or tells a peer that speaks plainly.
    ///
    /// @return false when the connection ends here
    private boolean beginTls(SocketConnection connection) throws IOException {
        if (config.implicitTls().isEmpty()) {
            return true;
        }
        try {
            int first = firstOctet(connection);
            if (first == NOTHING || isText(first)) {
                misdirected(connection, "no TLS on a port of TLS");
                say(connection, config.misdirected().orElse(""));
                connection.closeAfterLastWord();
                return false;
            }
            if (first < 0) {
                return false;
            }
            connection.startTls(config.implicitTls().get(), true);
            return true;
        } catch (IOException e) {
            tlsFailures.incrementAndGet();
            LOG.info(
                    "event=tls-failed listener={} session={} remote={} reason=\"{}\"",
                    config.name(),
                    connection.id(),
                    connection.remote(),
                    e.getMessage());
            return false;
        }
    }

    /// A client that waits for a greeting in plain text sends nothing at all.
    private int firstOctet(SocketConnection connection) throws IOException {
        try {
            return connection.peek(wire.limits().handshake());
        } catch (SocketTimeoutException e) {
            return NOTHING;
        }
    }

    /// Commands begin with letters, digits, `*` or white space; no TLS record does.
    private static boolean isText(int octet) {
        return octet >= ' ' && octet < 0x7f || octet == '\r' || octet == '\n';
    }

    private void misdirected(SocketConnection connection, String how) {
        misdirected.incrementAndGet();
        LOG.info(
                "event=misdirected listener={} session={} remote={} reason=\"{}\"",
                config.name(),
                connection.id(),
                connection.remote(),
                how);
    }

    private static void say(SocketConnection connection, String line) throws IOException {
        connection.write(line.getBytes(StandardCharsets.UTF_8));
        connection.flush();
    }

    @Override
    public String toString() {
        return "listener "
                + config.name()
                + " on "
                + (config.address() instanceof UnixDomainSocketAddress unix
                        ? unix.getPath()
                        : config.address());
    }
}
