// SPDX-License-Identifier: Apache-2.0
package org.pabal.directory.ldap.view;

import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.LDAPResult;
import com.unboundid.ldap.sdk.ResultCode;
import com.unboundid.ldap.sdk.extensions.StartTLSExtendedRequest;
import com.unboundid.util.ssl.SSLUtil;
import com.unboundid.util.ssl.TrustAllTrustManager;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CopyOnWriteArrayList;
import org.pabal.directory.AccountSessions;
import org.pabal.directory.DirectoryAdministration.Alias;
import org.pabal.directory.DirectoryAdministration.ImportedAccount;
import org.pabal.directory.DirectoryAdministration.ImportedAccount.Secret;
import org.pabal.directory.DirectoryAdministration.Outcome;
import org.pabal.directory.Language;
import org.pabal.directory.LoginContext;
import org.pabal.directory.LoginService;
import org.pabal.directory.Role;
import org.pabal.directory.builtin.BuiltInDirectory;
import org.pabal.directory.builtin.DirectoryConfig;
import org.pabal.directory.password.Argon2Setting;
import org.pabal.message.Address;
import org.pabal.message.Domain;
import org.pabal.sasl.LoginDoor;
import org.pabal.sasl.LoginGuard;
import org.pabal.sasl.LoginPause;
import org.pabal.sasl.LoginTry;
import org.pabal.storage.testing.FakeStorage;
import org.pabal.wire.Listener;
import org.pabal.wire.ListenerConfig;
import org.pabal.wire.SelfSigned;
import org.pabal.wire.TlsCertificates;
import org.pabal.wire.Wire;
import org.pabal.wire.WireLimits;

/// A view of a small directory behind a real door on loopback.
final class ViewStage implements AutoCloseable {
    static final String PASSWORD = "correct horse";
    static final String BOB = "uid=bob,ou=People,dc=example,dc=org";
    private static final InstantSource CLOCK = InstantSource.system();

    final FakeStorage storage = new FakeStorage();
    final BuiltInDirectory directory =
            new BuiltInDirectory(storage, cheap(), new SecureRandom(), CLOCK);
    final List<Integer> pauses = new CopyOnWriteArrayList<>();
    final Wire wire = new Wire(WireLimits.standard());
    private final Listener listener;
    private final List<LDAPConnection> connections = new ArrayList<>();

    private ViewStage(Path folder, ViewConfig config) throws IOException {
        directory.addDomain(Domain.of("example.org"));
        directory.addDomain(Domain.of("example.com"));
        add("bob@example.org", "Bob Tester", Role.USER);
        add("alice@example.org", "앨리스 김", Role.DOMAIN_ADMINISTRATOR);
        add("carol@example.org", "", Role.USER);
        add("bob@example.com", "Other Bob", Role.USER);
        add("root@example.com", "", Role.ADMINISTRATOR);
        alias("robert@example.org", "bob@example.org");
        alias("team@example.org", "bob@example.org", "alice@example.org", "x@elsewhere.net");
        TlsCertificates tls =
                new TlsCertificates(
                        List.of(SelfSigned.createIfAbsent(folder, "mail.example.org", CLOCK)),
                        CLOCK);
        AccountSessions sessions = new AccountSessions(100);
        directory.whenLoginChanges(sessions::end);
        ViewServices services =
                ViewServices.of(
                        directory,
                        _ -> new LoginContext(Optional.empty(), LoginService.LDAP),
                        Optional.of(tls),
                        new LoginDoor("ldap", guard(), LoginPause.NONE),
                        sessions,
                        new EntryIds(new byte[EntryIds.SECRET_OCTETS]),
                        CLOCK,
                        "1");
        listener =
                new Listener(
                        wire,
                        ListenerConfig.of(
                                "ldap", new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)),
                        connection -> new LdapSession(connection, config, services).run());
        listener.start();
    }

    private static DirectoryConfig cheap() {
        return DirectoryConfig.defaults().with(new Argon2Setting(64, 1, 1), 4_096);
    }

    static ViewStage open(Path folder) throws IOException {
        return open(folder, ViewConfig.defaults("mail.example.org"));
    }

    static ViewStage open(Path folder, ViewConfig config) throws IOException {
        return new ViewStage(folder, config);
    }

    private LoginGuard guard() {
        return new LoginGuard() {
            @Override
            public Duration failed(LoginTry attempt, String reason) {
                pauses.add(pauses.size() + 1);
                return Duration.ZERO;
            }

            @Override
            public boolean isTurnedAway(InetAddress peer) {
                return pauses.size() >= 20;
            }
        };
    }

    void add(String address, String name, Role role) {
        done(
                directory.importAccount(
                        new ImportedAccount(
                                Address.of(address),
                                new Secret.Clear(PASSWORD),
                                name,
                                Language.KOREAN,
                                OptionalLong.of(1 << 30),
                                OptionalLong.empty(),
                                true,
                                role,
                                Optional.empty())));
    }

    void alias(String address, String... targets) {
        done(
                directory.addAlias(
                        new Alias(
                                Address.of(address),
                                List.of(targets).stream().map(Address::of).toList())));
    }

    private static void done(Outcome outcome) {
        if (outcome instanceof Outcome.Refused(String reason)) {
            throw new AssertionError(reason);
        }
    }

    InetSocketAddress address() {
        return (InetSocketAddress) listener.boundAddress();
    }

    /// In the clear.
    LDAPConnection connect() throws LDAPException {
        LDAPConnection connection =
                new LDAPConnection(address().getAddress().getHostAddress(), address().getPort());
        connections.add(connection);
        return connection;
    }

    LDAPConnection connectTls() throws LDAPException, GeneralSecurityException {
        LDAPConnection connection = connect();
        SSLUtil ssl = new SSLUtil(new TrustAllTrustManager());
        connection.processExtendedOperation(
                new StartTLSExtendedRequest(ssl.createSSLContext("TLSv1.3")));
        return connection;
    }

    LDAPConnection bound(String name) throws LDAPException, GeneralSecurityException {
        LDAPConnection connection = connectTls();
        connection.bind(name, PASSWORD);
        return connection;
    }

    interface Asking {
        LDAPResult ask() throws LDAPException;
    }

    /// The result, whether it came as one or was thrown.
    static ResultCode code(Asking asking) {
        try {
            return asking.ask().getResultCode();
        } catch (LDAPException e) {
            return e.getResultCode();
        }
    }

    static Instant now() {
        return CLOCK.instant();
    }

    @Override
    public void close() {
        connections.forEach(LDAPConnection::close);
        listener.drain(Duration.ofSeconds(2));
        wire.close();
        directory.close();
    }
}
