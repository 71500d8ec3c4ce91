// SPDX-License-Identifier: Apache-2.0
package org.pabal.smtp;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.pabal.sasl.LoginGuard;
import org.pabal.sasl.LoginTry;
import org.pabal.wire.Listener;
import org.pabal.wire.ListenerConfig;
import org.pabal.wire.OtherHosts;
import org.pabal.wire.SelfSigned;
import org.pabal.wire.TlsCertificates;
import org.pabal.wire.TlsServerContext;
import org.pabal.wire.Wire;
import org.pabal.wire.WireLimits;

/// Sessions on a loopback port, in front of a {@link FakeMailSystem}; what they say to metrics and
/// how long they pause is kept.
final class SmtpServer implements Closeable, SmtpObserver {
    private static final TlsServerContext TLS = selfSigned();

    final FakeMailSystem system;
    final List<Leniency> tolerated = new CopyOnWriteArrayList<>();
    final List<Duration> pauses = new CopyOnWriteArrayList<>();
    final List<String> counted = new CopyOnWriteArrayList<>();
    private final LoginGuard guard = new FiveAreFree();
    final List<Runnable> ends = new CopyOnWriteArrayList<>();

    /// Every account has as many sessions as it may.
    volatile boolean fullAccounts;

    private final LoggedInSessions loggedIn =
            (_, end) -> {
                if (fullAccounts) {
                    return LoggedInSessions.REFUSED;
                }
                ends.add(end);
                return () -> ends.remove(end);
            };
    private final Wire wire;
    private final Listener listener;

    SmtpServer(SmtpConfig config, FakeMailSystem system) throws IOException {
        this(config, system, false);
    }

    SmtpServer(SmtpConfig config, FakeMailSystem system, boolean implicitTls) throws IOException {
        this(config, system, implicitTls, WireLimits.standard());
    }

    SmtpServer(SmtpConfig config, FakeMailSystem system, boolean implicitTls, WireLimits limits)
            throws IOException {
        this(config, system, implicitTls, limits, OtherHosts.NONE);
    }

    SmtpServer(
            SmtpConfig config,
            FakeMailSystem system,
            boolean implicitTls,
            WireLimits limits,
            OtherHosts hosts)
            throws IOException {
        this.wire = new Wire(limits);
        this.system = system;
        ListenerConfig loopback =
                ListenerConfig.of(
                        "smtp", new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        this.listener =
                new Listener(
                        wire,
                        implicitTls ? loopback.withImplicitTls(TLS, "") : loopback,
                        connection ->
                                new SmtpSession(
                                                connection,
                                                config,
                                                system.service(),
                                                new SmtpSurroundings(
                                                        Optional.of(TLS),
                                                        this,
                                                        pauses::add,
                                                        InstantSource.system(),
                                                        guard,
                                                        loggedIn,
                                                        hosts))
                                        .run());
        listener.start();
    }

    /// Each failure beyond the fifth is held back.
    private static final class FiveAreFree implements LoginGuard {
        private final AtomicInteger failures = new AtomicInteger();

        @Override
        public boolean isTurnedAway(InetAddress peer) {
            return false;
        }

        @Override
        public Duration failed(LoginTry attempt, String reason) {
            return Duration.ofSeconds(failures.incrementAndGet() > 5 ? 1 : 0);
        }
    }

    /// Of the self-signed certificate that every server of these tests shows.
    private static TlsServerContext selfSigned() {
        try {
            Path folder = Files.createTempDirectory("pabal-smtp-tls");
            return new TlsCertificates(
                    List.of(
                            SelfSigned.createIfAbsent(
                                    folder, "mx.example.org", InstantSource.system())),
                    InstantSource.system());
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    InetSocketAddress address() {
        return (InetSocketAddress) listener.boundAddress();
    }

    void drain() {
        listener.drain(Duration.ofSeconds(5));
    }

    @Override
    public void tolerated(Leniency leniency) {
        tolerated.add(leniency);
    }

    @Override
    public void mailAccepted(long octets) {
        counted.add("accepted " + octets);
    }

    @Override
    public void refused(SmtpReply reply) {
        counted.add("refused " + reply.code());
    }

    @Override
    public void authenticated() {
        counted.add("authenticated");
    }

    @Override
    public void authenticationFailed() {
        counted.add("authentication failed");
    }

    /// Waits for the ends of the sessions, so that none of them logs into the next test.
    @Override
    public void close() {
        drain();
        listener.close();
        wire.close();
    }
}
