// SPDX-License-Identifier: Apache-2.0
package org.pabal.poppassd;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.pabal.directory.DirectoryAdministration.NewAccount;
import org.pabal.directory.Language;
import org.pabal.directory.LoginContext;
import org.pabal.directory.PasswordChange;
import org.pabal.directory.builtin.BuiltInDirectory;
import org.pabal.directory.builtin.DirectoryConfig;
import org.pabal.directory.password.Argon2Setting;
import org.pabal.message.Address;
import org.pabal.message.Domain;
import org.pabal.sasl.LoginDoor;
import org.pabal.sasl.LoginGuard;
import org.pabal.sasl.LoginPause;
import org.pabal.sasl.LoginTry;
import org.pabal.storage.StorageException;
import org.pabal.storage.testing.FakeStorage;
import org.pabal.testkit.Peer;
import org.pabal.testkit.Stage;
import org.pabal.wire.IpNetwork;
import org.pabal.wire.Listener;
import org.pabal.wire.ListenerConfig;
import org.pabal.wire.Wire;
import org.pabal.wire.WireLimits;

/// The service on loopback over the true directory: alice@example.org with `correct horse`.
final class PoppassdStage implements Stage {
    private static final Pattern LOGS_IN = Pattern.compile("(\\S+) logs in with \"(.*)\"");
    private static final Pattern NO_LONGER = Pattern.compile("(\\S+) is refused with \"(.*)\"");
    static final Domain DOMAIN = Domain.of("example.org");

    private final FakeStorage storage = new FakeStorage();
    private final Set<InetAddress> turnedAway = ConcurrentHashMap.newKeySet();
    private final LoginGuard guard =
            new LoginGuard() {
                @Override
                public boolean isTurnedAway(InetAddress peer) {
                    return turnedAway.contains(peer);
                }

                @Override
                public Duration failed(LoginTry attempt, String reason) {
                    return Duration.ZERO;
                }
            };
    private final BuiltInDirectory directory = open(storage);
    private final Wire wire = new Wire(WireLimits.standard());
    private PoppassdConfig config =
            PoppassdConfig.of("mail.example.org", PoppassdConfig.Security.TLS_OR_LOOPBACK);
    private boolean behindProxy;
    private int perSource = 10;
    private @Nullable Listener listener;

    PoppassdStage() {
        directory.addDomain(DOMAIN);
        directory.addAccount(
                new NewAccount(
                        Address.of("alice@example.org"),
                        "correct horse",
                        "",
                        Language.ENGLISH,
                        OptionalLong.empty()));
    }

    private static BuiltInDirectory open(FakeStorage storage) {
        return new BuiltInDirectory(
                storage,
                DirectoryConfig.defaults().with(new Argon2Setting(64, 1, 1), 4_096),
                new SecureRandom(),
                InstantSource.system());
    }

    private InetSocketAddress address() throws IOException {
        if (listener == null) {
            PoppassdServices services =
                    new PoppassdServices(
                            new PasswordChange(directory),
                            _ -> LoginContext.within(DOMAIN),
                            new LoginDoor("poppassd", guard, LoginPause.NONE));
            PoppassdConfig settled = config;
            listener =
                    new Listener(
                            wire,
                            ListenerConfig.of(
                                            "poppassd",
                                            new InetSocketAddress(
                                                    InetAddress.getLoopbackAddress(), 0))
                                    .withLimits(100, perSource, _ -> "500 Too many connections\r\n")
                                    .withTrustedProxies(
                                            behindProxy
                                                    ? List.of(IpNetwork.parse("127.0.0.0/8"))
                                                    : List.of()),
                            connection -> new PoppassdSession(connection, settled, services).run());
            listener.start();
        }
        return (InetSocketAddress) listener.boundAddress();
    }

    @Override
    public Peer connect() throws Exception {
        return Peer.to(address());
    }

    @Override
    public void given(String sentence) {
        switch (sentence) {
            case "a proxy tells who comes" -> behindProxy = true;
            case "one connection for each source" -> perSource = 1;
            case "passwords in the clear are allowed" ->
                    config =
                            PoppassdConfig.of(
                                    "mail.example.org", PoppassdConfig.Security.CLEARTEXT_ALLOWED);
            case "storage fails next" ->
                    storage.failNextCommits(1, new StorageException.Unavailable("disk is away"));
            case "192.0.2.9 is turned away" -> turnedAway.add(InetAddress.ofLiteral("192.0.2.9"));
            default -> throw Stage.unknown(sentence);
        }
    }

    /// Asks a directory that is opened anew, which knows only what is durable.
    @Override
    public void then(String sentence) {
        Matcher logsIn = LOGS_IN.matcher(sentence);
        Matcher noLonger = NO_LONGER.matcher(sentence);
        if (logsIn.matches()) {
            assertThat(verifies(logsIn.group(1), logsIn.group(2))).isTrue();
        } else if (noLonger.matches()) {
            assertThat(verifies(noLonger.group(1), noLonger.group(2))).isFalse();
        } else {
            throw Stage.unknown(sentence);
        }
    }

    private boolean verifies(String login, String password) {
        LoginContext context = LoginContext.within(DOMAIN);
        return new PasswordChange(open(storage)).prove(login, password, context)
                instanceof PasswordChange.Proof.Proven;
    }

    @Override
    public void close() throws IOException {
        if (listener != null) {
            listener.close();
        }
        wire.close();
        directory.close();
    }
}
