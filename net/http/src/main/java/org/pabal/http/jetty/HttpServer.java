// SPDX-License-Identifier: Apache-2.0
package org.pabal.http.jetty;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.concurrent.Executors;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.pabal.http.HttpConfig;
import org.pabal.http.HttpHandler;
import org.pabal.wire.Door;
import org.pabal.wire.ListenerConfig;
import org.pabal.wire.ListenerCounts;
import org.pabal.wire.Wire;

/// The HTTP server: opens doors behind which handlers answer.
public final class HttpServer implements AutoCloseable {
    private static final int MAX_THREADS = 64;
    private static final int MIN_THREADS = 4;
    private static final int MAX_SELECTORS = 4;

    private final Wire wire;
    private final HttpConfig config;
    private final Server server;
    private final Dispatch dispatch;
    private final WebSockets sockets;
    private final RequestGate gate;

    public HttpServer(Wire wire, HttpConfig config) {
        this.wire = wire;
        this.config = config;
        QueuedThreadPool threads = new QueuedThreadPool(MAX_THREADS, MIN_THREADS);
        threads.setName("http");
        threads.setDaemon(true);
        // Selectors pin the threads they stand on, so those are of the platform; what they find is
        // dealt with on virtual ones.
        threads.setVirtualThreadsExecutor(
                Executors.newThreadPerTaskExecutor(
                        Thread.ofVirtual().name("http-io-", 0).factory()));
        this.server = new Server(threads);
        server.setStopAtShutdown(false);
        this.sockets = new WebSockets(server, config.limits());
        this.gate = new RequestGate(config.limits());
        this.dispatch =
                new Dispatch(wire, config, new RequestServices(config.limits(), sockets), gate);
        server.setHandler(dispatch);
        server.setErrorHandler(new ErrorAnswers(wire.gatekeeper()));
    }

    /// Begins to take connections at one address.
    ///
    /// @param listener its trusted proxies introduce their clients by the PROXY protocol, and must
    /// @throws IOException when the address cannot be bound; names it
    public Door open(ListenerConfig listener, HttpHandler handler) throws IOException {
        if (!(listener.address() instanceof InetSocketAddress address)) {
            throw new IOException(
                    "listener " + listener.name() + " takes IP addresses only, no unix:/path");
        }
        Entrance entrance = new Entrance(listener, wire.gatekeeper(), config.proxies());
        GuardedConnector connector =
                new GuardedConnector(
                        server,
                        selectors(),
                        entrance,
                        listener.implicitTls().isPresent(),
                        handler,
                        Protocols.of(listener, config, entrance));
        connector.setHost(address.getAddress().getHostAddress());
        connector.setPort(address.getPort());
        connector.setAcceptQueueSize(listener.backlog());
        connector.setIdleTimeout(config.limits().idle().toMillis());
        try {
            if (!server.isRunning()) {
                server.start();
            }
            server.addConnector(connector);
            connector.start();
        } catch (Exception cannot) {
            server.removeConnector(connector);
            Throwable why = cannot.getCause() == null ? cannot : cannot.getCause();
            throw new IOException(
                    "listener "
                            + listener.name()
                            + " cannot listen on "
                            + address
                            + ": "
                            + why.getMessage(),
                    cannot);
        }
        new SlowClients(
                        connector,
                        config.limits().header(),
                        wire.gatekeeper(),
                        listener.implicitTls().isPresent())
                .start();
        return new OpenDoor(
                connector, new InetSocketAddress(address.getAddress(), connector.getLocalPort()));
    }

    private static int selectors() {
        return Math.clamp(Runtime.getRuntime().availableProcessors() / 2, 1, MAX_SELECTORS);
    }

    /// Requests that are being answered at the moment, event streams and WebSockets beside.
    public int requests() {
        return gate.running();
    }

    /// Event streams and WebSockets.
    public int lasting() {
        return dispatch.lasting();
    }

    /// Requests that were refused because too many were being answered.
    public long turnedAway() {
        return gate.turnedAway();
    }

    @Override
    public void close() {
        try {
            dispatch.endLasting();
            server.stop();
        } catch (Exception e) {
            throw new IllegalStateException("the HTTP server cannot be stopped", e);
        }
    }

    private final class OpenDoor implements Door {
        private final GuardedConnector connector;
        private final InetSocketAddress bound;

        OpenDoor(GuardedConnector connector, InetSocketAddress bound) {
            this.connector = connector;
            this.bound = bound;
        }

        @Override
        public String name() {
            return connector.entrance().name();
        }

        @Override
        public SocketAddress boundAddress() {
            return bound;
        }

        @Override
        public ListenerCounts counts() {
            return connector.entrance().counts();
        }

        @Override
        public boolean isCrowded() {
            return connector.entrance().isCrowded();
        }

        @Override
        public void stopAccepting() {
            connector.close();
        }

        /// Event streams and WebSockets are ended at once; requests get the time to be answered.
        @Override
        public void drain(Duration patience) {
            stopAccepting();
            dispatch.endLasting();
            sockets.endAll();
            dispatch.awaitAnswers(patience);
            close();
        }

        @Override
        public void close() {
            try {
                connector.stop();
            } catch (Exception e) {
                throw new IllegalStateException("the door " + name() + " cannot be closed", e);
            }
        }
    }
}
