// SPDX-License-Identifier: Apache-2.0
package org.pabal.wire.http;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.pabal.wire.Connection;
import org.pabal.wire.Connector;
import org.pabal.wire.ServiceAddress;
import org.pabal.wire.SocketConnection;
import org.pabal.wire.TlsClientContext;

/// Sends a request over TLS to a server whose certificate proves its name, or in the clear to a
/// service of this host or of a neighbour. Safe for use by many threads; blocks.
public final class HttpClient {
    private static final int MAX_ADDRESSES = 4;
    private static final Duration CONNECT = Duration.ofSeconds(15);

    private final Connector connector;
    private final Optional<TlsClientContext> tls;

    /// @param tls whom to trust
    public HttpClient(Connector connector, TlsClientContext tls) {
        this(connector, Optional.of(tls));
    }

    private HttpClient(Connector connector, Optional<TlsClientContext> tls) {
        this.connector = connector;
        this.tls = tls;
    }

    /// Without TLS: everybody on the way reads and writes with us.
    public static HttpClient inTheClear(Connector connector) {
        return new HttpClient(connector, Optional.empty());
    }

    /// How much an exchange may take.
    ///
    /// @param inAll from the first connection to the last octet
    public record Limits(int maxBodyOctets, Duration inAll) {}

    /// Hears how far an exchange has come.
    public interface Progress {
        Progress UNHEARD = new Progress() {};

        default void connected(InetSocketAddress server) {}

        /// @param protection version and cipher suite
        default void secured(String protection) {}
    }

    /// @param addresses of the server; the first that takes a connection is spoken with
    /// @throws javax.net.ssl.SSLException when no TLS comes about or the certificate proves nothing
    /// @throws SocketTimeoutException when it takes too long in all
    /// @throws IOException when no server is reached, or it breaks a limit or the grammar
    public HttpResponse exchange(List<InetAddress> addresses, HttpRequest request, Limits limits)
            throws IOException {
        return exchange(addresses, request, limits, Progress.UNHEARD);
    }

    /// The same, told of while it goes on.
    public HttpResponse exchange(
            List<InetAddress> addresses, HttpRequest request, Limits limits, Progress progress)
            throws IOException {
        long until = System.nanoTime() + limits.inAll().toNanos();
        try (SocketConnection connection = connect(addresses, request.port(), until)) {
            progress.connected(connection.remote());
            return within(connection, request, limits, until, progress);
        }
    }

    /// The same with a service whose name the system's resolver knows, where neighbours are named.
    public HttpResponse exchange(ServiceAddress service, HttpRequest request, Limits limits)
            throws IOException {
        long until = System.nanoTime() + limits.inAll().toNanos();
        try (SocketConnection connection =
                connector.connect(service, shorter(CONNECT, left(until)))) {
            return within(connection, request, limits, until, Progress.UNHEARD);
        }
    }

    private HttpResponse within(
            SocketConnection connection,
            HttpRequest request,
            Limits limits,
            long until,
            Progress progress)
            throws IOException {
        CountDownLatch done = new CountDownLatch(1);
        AtomicBoolean late = new AtomicBoolean();
        Thread.ofVirtual()
                .name("http-deadline")
                .start(() -> closeWhenLate(connection, done, late, until));
        try {
            return exchange(connection, request, limits, until, progress);
        } catch (IOException broken) {
            if (late.get()) {
                throw tooLate(limits);
            }
            throw broken;
        } finally {
            done.countDown();
        }
    }

    private static SocketTimeoutException tooLate(Limits limits) {
        return new SocketTimeoutException(
                "the server took longer than " + limits.inAll().toSeconds() + " s in all");
    }

    /// Octets that trickle in, or a server that takes none, do not prolong an exchange.
    private static void closeWhenLate(
            Connection connection, CountDownLatch done, AtomicBoolean late, long until) {
        try {
            if (!done.await(until - System.nanoTime(), TimeUnit.NANOSECONDS)) {
                late.set(true);
                connection.close();
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    private SocketConnection connect(List<InetAddress> addresses, int port, long until)
            throws IOException {
        IOException last = new IOException("the server has no address");
        for (InetAddress address :
                addresses.subList(0, Math.min(addresses.size(), MAX_ADDRESSES))) {
            try {
                return connector.connect(
                        new InetSocketAddress(address, port), shorter(CONNECT, left(until)));
            } catch (IOException unreachable) {
                last = unreachable;
            }
        }
        throw last;
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }

    private static Duration left(long until) throws SocketTimeoutException {
        long nanos = until - System.nanoTime();
        if (nanos <= 0) {
            throw new SocketTimeoutException("the server took too long in all");
        }
        return Duration.ofNanos(nanos);
    }

    private HttpResponse exchange(
            SocketConnection connection,
            HttpRequest request,
            Limits limits,
            long until,
            Progress progress)
            throws IOException {
        if (tls.isPresent()) {
            connection.startTlsClient(tls.get(), request.host(), true);
            connection
                    .tls()
                    .map(facts -> facts.version() + " " + facts.cipherSuite())
                    .ifPresent(progress::secured);
        }
        connection.readDeadline(left(until));
        connection.write(request.head());
        connection.write(request.body());
        connection.flush();
        return new ResponseReader(connection, limits.maxBodyOctets()).read(request.method());
    }
}
