// SPDX-License-Identifier: Apache-2.0
package org.pabal.managesieve;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.pabal.directory.AccountSessions;
import org.pabal.directory.LoginContext;
import org.pabal.mailbox.stored.MailboxConfig;
import org.pabal.mailbox.stored.StoredMailboxes;
import org.pabal.managesieve.ManageSieveConfig.LoginSecurity;
import org.pabal.mda.scripts.GlobalScripts;
import org.pabal.mda.scripts.ScriptName;
import org.pabal.mda.scripts.ScriptQuota;
import org.pabal.mda.scripts.ScriptStore;
import org.pabal.sasl.LoginDoor;
import org.pabal.storage.StorageException;
import org.pabal.storage.testing.FakeStorage;
import org.pabal.testkit.FakeClock;
import org.pabal.testkit.Peer;
import org.pabal.testkit.Stage;
import org.pabal.wire.CertificateFiles;
import org.pabal.wire.Listener;
import org.pabal.wire.ListenerConfig;
import org.pabal.wire.OtherHosts;
import org.pabal.wire.SelfSigned;
import org.pabal.wire.TlsCertificates;
import org.pabal.wire.Wire;
import org.pabal.wire.WireLimits;
import org.pabal.wire.testing.OneOtherHost;

/// A server on loopback: true sessions over true scripts, on storage in memory.
final class ManageSieveStage implements Stage {
    private static final Pattern HAS_SCRIPT = Pattern.compile("(\\S+) has the script (\\S+)");
    private static final Pattern HAS_ACTIVE =
            Pattern.compile("the active script of (\\S+) is (\\S+)");
    private static final Pattern HAS_MANY = Pattern.compile("(\\S+) has (\\d+) scripts?");

    final FakeStorage storage = new FakeStorage();
    final FakeDirectory directory = new FakeDirectory();
    final AccountSessions sessions = new AccountSessions(2);
    private final FakeClock clock = FakeClock.at("2026-03-01T12:00:00Z");
    private final StoredMailboxes store =
            new StoredMailboxes(storage, clock, MailboxConfig.defaults());
    private final Wire wire = new Wire(WireLimits.standard());
    private final TlsCertificates tls;
    private ManageSieveConfig config =
            ManageSieveConfig.defaults().withLoginSecurity(LoginSecurity.CLEARTEXT_ALLOWED);
    private ScriptQuota quota = ScriptQuota.DEFAULT;
    private @Nullable ScriptStore scripts;
    private @Nullable Listener listener;
    private OtherHosts hosts = OtherHosts.NONE;
    private @Nullable ManageSieveStage west;

    ManageSieveStage() throws IOException {
        tls = new TlsCertificates(List.of(Certificate.FILES), clock);
    }

    /// One for all tests: making a key takes time.
    private static final class Certificate {
        static final CertificateFiles FILES = make();

        private static CertificateFiles make() {
            try {
                Path folder =
                        Files.createTempDirectory(
                                Files.createDirectories(Path.of("target")), "tls");
                return SelfSigned.createIfAbsent(
                        folder, "sieve.example.org", FakeClock.at("2026-03-01T12:00:00Z"));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    ScriptStore scripts() {
        if (scripts == null) {
            scripts =
                    new ScriptStore(
                            storage,
                            store,
                            new LineCompiler(),
                            new GlobalScripts(Optional.empty()),
                            quota,
                            clock);
        }
        return scripts;
    }

    ManageSieveServices services() {
        return new ManageSieveServices(
                directory,
                _ -> LoginContext.ANYWHERE,
                scripts(),
                Optional.of(tls),
                LoginDoor.open("sieve"),
                hosts,
                sessions);
    }

    @Override
    public Peer connect() throws Exception {
        return Peer.to(address());
    }

    /// Another host, which we are a front for and which knows us as one.
    private ManageSieveStage openWest() throws IOException {
        ManageSieveStage opened = new ManageSieveStage();
        opened.hosts = OneOtherHost.behind("front");
        hosts = OneOtherHost.before(opened.address());
        directory.put("bob", Optional.of("west"));
        west = opened;
        return opened;
    }

    private InetSocketAddress address() throws IOException {
        if (listener == null) {
            ManageSieveServices services = services();
            ManageSieveConfig settled = config;
            listener =
                    new Listener(
                            wire,
                            ListenerConfig.of(
                                    "managesieve",
                                    new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)),
                            connection ->
                                    new ManageSieveSession(connection, settled, services).run());
            listener.start();
        }
        return (InetSocketAddress) listener.boundAddress();
    }

    @Override
    public void given(String sentence) throws IOException {
        Matcher script = HAS_SCRIPT.matcher(sentence);
        Matcher active = HAS_ACTIVE.matcher(sentence);
        if (script.matches()) {
            scripts()
                    .put(
                            directory.account(script.group(1)),
                            new ScriptName(script.group(2)),
                            "keep;\r\n".getBytes(StandardCharsets.UTF_8));
        } else if (active.matches()) {
            scripts().activate(directory.account(active.group(1)), new ScriptName(active.group(2)));
        } else if (sentence.equals("TLS is required")) {
            config = config.withLoginSecurity(LoginSecurity.TLS_REQUIRED);
        } else if (sentence.equals("little patience")) {
            config = config.withDeadlines(Duration.ofMillis(200), Duration.ofMillis(200));
        } else if (sentence.equals("a quota of 2 scripts, 20 octets each and 30 in all")) {
            quota = new ScriptQuota(2, 20, 30);
        } else if (sentence.equals("bob lives on the host west")) {
            openWest();
        } else if (sentence.equals(
                "bob lives on the host west, which takes him for someone of here")) {
            openWest().directory.put("bob", Optional.of("here"));
        } else if (sentence.equals("bob lives on the host west, which is down")) {
            directory.put("bob", Optional.of("west"));
        } else if (sentence.equals("the directory is down")) {
            directory.goDown();
        } else if (sentence.equals("storage fails next")) {
            storage.failNextCommits(1, new StorageException.Unavailable("disk is away"));
        } else if (sentence.equals("storage is full next")) {
            storage.failNextCommits(1, new StorageException.Full("no room"));
        } else if (sentence.equals("the password of alice is changed")) {
            sessions.end(directory.account("alice").id());
        } else {
            throw Stage.unknown(sentence);
        }
    }

    @Override
    public void then(String sentence) {
        Matcher many = HAS_MANY.matcher(sentence);
        Matcher active = HAS_ACTIVE.matcher(sentence);
        if (many.matches()) {
            assertThat(scripts().list(directory.account(many.group(1))))
                    .hasSize(Integer.parseInt(many.group(2)));
        } else if (active.matches()) {
            assertThat(scripts().list(directory.account(active.group(1))))
                    .filteredOn(script -> script.active())
                    .extracting(script -> script.name().text())
                    .containsExactly(active.group(2));
        } else {
            throw Stage.unknown(sentence);
        }
    }

    @Override
    public void close() throws IOException {
        if (listener != null) {
            listener.close();
        }
        wire.close();
        if (west != null) {
            west.close();
        }
        store.close();
        storage.close();
    }
}
