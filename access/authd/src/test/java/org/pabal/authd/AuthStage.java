// SPDX-License-Identifier: Apache-2.0
package org.pabal.authd;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.OptionalLong;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.pabal.authd.AuthConfig.Cleartext;
import org.pabal.directory.Directory;
import org.pabal.directory.DirectoryAdministration.NewAccount;
import org.pabal.directory.Language;
import org.pabal.directory.LoginContext;
import org.pabal.directory.LoginService;
import org.pabal.directory.builtin.BuiltInDirectory;
import org.pabal.directory.builtin.DirectoryConfig;
import org.pabal.directory.password.Argon2Setting;
import org.pabal.message.Address;
import org.pabal.message.Domain;
import org.pabal.message.UnavailableException;
import org.pabal.sasl.LoginDoor;
import org.pabal.sasl.LoginGuard;
import org.pabal.sasl.LoginPause;
import org.pabal.sasl.LoginTry;
import org.pabal.storage.testing.FakeStorage;
import org.pabal.testkit.FakeClock;
import org.pabal.wire.ConnectionHandler;
import org.pabal.wire.Listener;
import org.pabal.wire.ListenerConfig;
import org.pabal.wire.Wire;
import org.pabal.wire.WireLimits;

/// Both services on loopback over the true directory: alice@example.org with `correct horse`.
final class AuthStage implements AutoCloseable {
    static final Domain DOMAIN = Domain.of("example.org");

    private final FakeStorage storage = new FakeStorage();
    final FakeClock clock = FakeClock.at("2026-03-01T12:00:00Z");
    final BuiltInDirectory directory;
    private final Wire wire = new Wire(WireLimits.standard());
    private final List<Listener> listeners = new ArrayList<>();
    private LoginPause pause = LoginPause.NONE;

    /// Where each failure came from.
    final List<String> failed = new CopyOnWriteArrayList<>();

    /// For which services log-ins were.
    final List<LoginService> services = new CopyOnWriteArrayList<>();

    volatile boolean outOfOrder;

    AuthStage() {
        directory =
                new BuiltInDirectory(
                        storage,
                        DirectoryConfig.defaults().with(new Argon2Setting(64, 1, 1), 4_096),
                        new SecureRandom(),
                        clock);
        directory.addDomain(DOMAIN);
        directory.addAccount(
                new NewAccount(
                        Address.of("alice@example.org"),
                        "correct horse",
                        "",
                        Language.ENGLISH,
                        OptionalLong.empty()));
    }

    private AuthServices services(Directory asked) {
        return new AuthServices(
                asked,
                (local, name, service) -> {
                    if (outOfOrder) {
                        throw new UnavailableException("the directory is away");
                    }
                    services.add(service);
                    return new LoginContext(java.util.Optional.of(DOMAIN), service);
                },
                new LoginDoor("auth", new CountingGuard(), pause),
                new Random(7),
                clock,
                task -> Thread.ofVirtual().start(task));
    }

    /// Turns away who has failed so often from another host.
    private final class CountingGuard implements LoginGuard {
        private static final int MOST = 20;

        @Override
        public Duration failed(LoginTry attempt, String reason) {
            failed.add(attempt.peer().getHostAddress());
            return pause.equals(LoginPause.NONE) ? Duration.ZERO : Duration.ofSeconds(1);
        }

        @Override
        public boolean isTurnedAway(InetAddress peer) {
            return !peer.isLoopbackAddress()
                    && Collections.frequency(failed, peer.getHostAddress()) >= MOST;
        }
    }

    void pause(LoginPause other) {
        pause = other;
    }

    Asker dovecot(Cleartext cleartext) throws IOException {
        AuthServices services = services(directory);
        AuthConfig config = AuthConfig.of(cleartext);
        return new Asker(
                listen(connection -> new DovecotAuthSession(connection, config, services).run()));
    }

    InetSocketAddress saslauthd() throws IOException {
        AuthServices services = services(directory);
        return listen(connection -> new SaslauthdSession(connection, services).run());
    }

    private InetSocketAddress listen(ConnectionHandler handler) throws IOException {
        Listener listener =
                new Listener(
                        wire,
                        ListenerConfig.of(
                                "auth", new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)),
                        handler);
        listener.start();
        listeners.add(listener);
        return (InetSocketAddress) listener.boundAddress();
    }

    @Override
    public void close() {
        listeners.forEach(Listener::close);
        wire.close();
        directory.close();
    }

    /// A program that asks.
    static final class Asker implements AutoCloseable {
        private final Socket socket;
        private final BufferedReader in;
        private final OutputStream out;
        final List<String> greeting = new ArrayList<>();

        Asker(InetSocketAddress server) throws IOException {
            socket = new Socket(server.getAddress(), server.getPort());
            socket.setSoTimeout(10_000);
            in =
                    new BufferedReader(
                            new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
            out = socket.getOutputStream();
            String line = in.readLine();
            while (line != null && !line.equals("DONE")) {
                greeting.add(line);
                line = in.readLine();
            }
        }

        Asker greets() throws IOException {
            send("VERSION\t1\t1");
            send("CPID\t4711");
            return this;
        }

        void send(String line) throws IOException {
            out.write((line + "\n").getBytes(StandardCharsets.UTF_8));
            out.flush();
        }

        /// Null at the end of the stream.
        @Nullable String reads() throws IOException {
            return in.readLine();
        }

        String asks(String line) throws IOException {
            send(line);
            return String.valueOf(reads());
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }

    static String plain(String name, String password) {
        return base64("\0" + name + "\0" + password);
    }

    static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
