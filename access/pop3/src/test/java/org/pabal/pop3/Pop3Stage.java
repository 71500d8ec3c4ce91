// SPDX-License-Identifier: Apache-2.0
package org.pabal.pop3;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.pabal.directory.AccountSessions;
import org.pabal.directory.LoginContext;
import org.pabal.mailbox.AccountMailboxes;
import org.pabal.mailbox.AccountMailboxes.AppendOutcome;
import org.pabal.mailbox.FlagChange;
import org.pabal.mailbox.Flags;
import org.pabal.mailbox.MailboxId;
import org.pabal.mailbox.MailboxName;
import org.pabal.mailbox.MailboxSnapshot;
import org.pabal.mailbox.MessageIntake;
import org.pabal.mailbox.NewMessage;
import org.pabal.mailbox.UidSet;
import org.pabal.mailbox.stored.MailboxConfig;
import org.pabal.mailbox.stored.StoredMailboxes;
import org.pabal.pop3.Maildrops.Sharing;
import org.pabal.pop3.Pop3Config.LoginSecurity;
import org.pabal.pop3.Pop3Config.Marking;
import org.pabal.sasl.LoginDoor;
import org.pabal.sasl.LoginGuard;
import org.pabal.sasl.LoginPause;
import org.pabal.sasl.LoginTry;
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

/// A server on loopback: true sessions over true mailboxes, on storage in memory.
final class Pop3Stage implements Stage {
    private static final Pattern HAS_MESSAGES = Pattern.compile("(\\S+) has (\\d+) messages?");
    private static final Pattern HAS_MESSAGE = Pattern.compile("(\\S+) has the message ?(.*)");
    private static final Pattern FLAGGED =
            Pattern.compile("(\\S+) has (?:UIDs? )?([0-9,]+|nothing) (\\\\\\S+)");
    private static final Pattern LEFT = Pattern.compile("(\\S+) has (?:UIDs? )?([0-9,]+|nothing)");
    private static final Pattern GETS = Pattern.compile("(\\S+) gets a message");
    private static final Pattern LOSES = Pattern.compile("(\\S+) loses UID (\\d+)");

    FakeStorage storage = new FakeStorage();
    final FakeClock clock = FakeClock.at("2026-03-01T12:00:00Z");
    final FakeDirectory directory = new FakeDirectory();
    StoredMailboxes store;
    private final Wire wire = new Wire(WireLimits.standard());
    private final TlsCertificates tls;
    private Pop3Config config =
            Pop3Config.defaults().withLoginSecurity(LoginSecurity.CLEARTEXT_ALLOWED);
    private Sharing sharing = Sharing.EXCLUSIVE;
    private Duration patience = Duration.ZERO;
    private LoginGuard guard = LoginGuard.NONE;
    private @Nullable Listener listener;
    private OtherHosts hosts = OtherHosts.NONE;
    private @Nullable Pop3Stage west;

    Pop3Stage() throws IOException {
        store = new StoredMailboxes(storage, clock, MailboxConfig.defaults());
        tls = new TlsCertificates(List.of(Certificate.FILES), clock);
    }

    /// One for all tests: making a key takes time.
    private static final class Certificate {
        static final CertificateFiles FILES = make();

        private static CertificateFiles make() {
            try {
                Path folder = Files.createTempDirectory(Path.of("target"), "tls");
                return SelfSigned.createIfAbsent(
                        folder, "pop.example.org", FakeClock.at("2026-03-01T12:00:00Z"));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    Pop3Services services() {
        AccountSessions sessions = new AccountSessions(5);
        directory.whenLoginChanges(sessions::end);
        return new Pop3Services(
                "pop.example.org",
                directory,
                _ -> LoginContext.ANYWHERE,
                new Maildrops(store, sessions, sharing, patience),
                Optional.of(tls),
                new LoginDoor("pop3", guard, LoginPause.NONE),
                hosts,
                new Random(1));
    }

    InetSocketAddress address() throws IOException {
        if (listener == null) {
            Pop3Services services = services();
            Pop3Config settled = config;
            listener =
                    new Listener(
                            wire,
                            ListenerConfig.of(
                                    "pop3",
                                    new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)),
                            connection -> new Pop3Session(connection, settled, services).run());
            listener.start();
        }
        return (InetSocketAddress) listener.boundAddress();
    }

    void configure(Pop3Config other) {
        config = other;
    }

    void waitForMaildrops(Duration time) {
        patience = time;
    }

    void guardBy(LoginGuard other) {
        guard = other;
    }

    @Override
    public Peer connect() throws Exception {
        return Peer.to(address());
    }

    @Override
    public void given(String sentence) throws Exception {
        Matcher messages = HAS_MESSAGES.matcher(sentence);
        Matcher message = HAS_MESSAGE.matcher(sentence);
        Matcher flagged = FLAGGED.matcher(sentence);
        Matcher gets = GETS.matcher(sentence);
        Matcher loses = LOSES.matcher(sentence);
        if (messages.matches()) {
            fill(messages.group(1), Integer.parseInt(messages.group(2)));
        } else if (message.matches()) {
            append(message.group(1), latin1(message.group(2).translateEscapes()));
        } else if (flagged.matches()) {
            flag(flagged.group(1), flagged.group(2), flagged.group(3));
        } else if (gets.matches()) {
            fill(gets.group(1), 1);
        } else if (loses.matches()) {
            account(loses.group(1))
                    .remove(
                            inbox(account(loses.group(1))).mailbox(),
                            UidSet.of(Long.parseLong(loses.group(2))));
        } else if (!givenOfServer(sentence)) {
            throw Stage.unknown(sentence);
        }
    }

    private boolean givenOfServer(String sentence) throws IOException {
        switch (sentence) {
            case "TLS is required" -> config = config.withLoginSecurity(LoginSecurity.TLS_REQUIRED);
            case "retrieved messages are not marked" -> config = config.withMarking(Marking.NONE);
            case "sessions share a maildrop" -> sharing = Sharing.SNAPSHOTS;
            case "the directory keeps passwords" -> directory.keepClearPasswords();
            case "the directory is down" -> directory.goDown();
            case "the directory is back" -> directory.comeBack();
            case "storage fails next" ->
                    storage.failNextCommits(1, new StorageException.Unavailable("disk is away"));
            case "storage is full next" ->
                    storage.failNextCommits(1, new StorageException.Full("no room"));
            case "alice's password changes" -> directory.changeLogin("alice@example.org");
            case "peers are turned away" -> guard = new TurnedAway();
            case "alice lives on the host west" -> openWest();
            case "alice lives on the host west, which takes her for someone of here" ->
                    openWest().directory.put("alice@example.org", Optional.of("here"));
            case "alice lives on the host west, which is down" ->
                    directory.put("alice@example.org", Optional.of("west"));
            case "small limits" -> config = smallLimits();
            case "the server starts again" -> restart();
            default -> {
                return false;
            }
        }
        return true;
    }

    /// Another host, which we are a front for and which knows us as one: TLS is left out.
    private Pop3Stage openWest() throws IOException {
        Pop3Stage opened = new Pop3Stage();
        opened.fill("alice", 2);
        opened.hosts = OneOtherHost.behind("front");
        hosts = OneOtherHost.before(opened.address());
        directory.put("alice@example.org", Optional.of("west"));
        west = opened;
        return opened;
    }

    private static final class TurnedAway implements LoginGuard {
        @Override
        public Duration failed(LoginTry attempt, String reason) {
            return Duration.ZERO;
        }

        @Override
        public boolean isTurnedAway(InetAddress peer) {
            return true;
        }
    }

    private static Pop3Config smallLimits() {
        return new Pop3Config(
                Duration.ofSeconds(5),
                Duration.ofSeconds(5),
                LoginSecurity.CLEARTEXT_ALLOWED,
                3,
                4,
                2,
                Marking.SEEN);
    }

    /// The store is opened again on what it has made durable.
    void restart() {
        store.close();
        storage = storage.reopened();
        store = new StoredMailboxes(storage, clock, MailboxConfig.defaults());
        if (listener != null) {
            listener.close();
            listener = null;
        }
    }

    @Override
    public void then(String sentence) {
        Matcher flagged = FLAGGED.matcher(sentence);
        Matcher left = LEFT.matcher(sentence);
        if (flagged.matches()) {
            assertThat(uids(flagged.group(1), flagged.group(3))).isEqualTo(flagged.group(2));
        } else if (left.matches()) {
            assertThat(uids(left.group(1), "")).isEqualTo(left.group(2));
        } else {
            throw Stage.unknown(sentence);
        }
    }

    private static String address(String name) {
        return name.contains("@") ? name : name + "@example.org";
    }

    AccountMailboxes account(String name) {
        return store.open(directory.account(address(name)));
    }

    static MailboxSnapshot inbox(AccountMailboxes account) {
        MailboxId id = account.find(MailboxName.INBOX).orElseThrow().id();
        return account.snapshot(id).orElseThrow();
    }

    /// @param flag empty for all messages
    String uids(String name, String flag) {
        MailboxSnapshot snapshot = inbox(account(name));
        String uids =
                IntStream.range(0, snapshot.count())
                        .filter(index -> flag.isEmpty() || snapshot.flags(index).has(flag))
                        .mapToObj(index -> Long.toString(snapshot.uid(index)))
                        .collect(Collectors.joining(","));
        return uids.isEmpty() ? "nothing" : uids;
    }

    private void flag(String name, String uids, String flag) {
        AccountMailboxes account = account(name);
        long[] each = List.of(uids.split(",")).stream().mapToLong(Long::parseLong).toArray();
        account.store(
                inbox(account).mailbox(),
                UidSet.of(each),
                new FlagChange(FlagChange.Mode.ADD, Flags.of(flag)),
                OptionalLong.empty());
    }

    /// Small messages whose subjects and texts count up.
    void fill(String name, int count) {
        List<NewMessage> all = new ArrayList<>();
        for (int i = 1; i <= count; i++) {
            all.add(message(latin1("Subject: Number " + i + "\r\n\r\nText " + i + "\r\n")));
        }
        append(name, all);
    }

    void append(String name, byte[] message) {
        append(name, List.of(message(message)));
    }

    private void append(String name, List<NewMessage> messages) {
        AccountMailboxes account = account(name);
        assertThat(account.append(inbox(account).mailbox(), messages))
                .isInstanceOf(AppendOutcome.Appended.class);
    }

    private NewMessage message(byte[] octets) {
        try (MessageIntake intake = store.newMessage()) {
            intake.write(octets, 0, octets.length);
            return new NewMessage(intake.finish(), Flags.NONE, clock.instant());
        }
    }

    static byte[] latin1(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
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
