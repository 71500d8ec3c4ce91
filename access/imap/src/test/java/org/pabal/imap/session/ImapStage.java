// SPDX-License-Identifier: Apache-2.0
package org.pabal.imap.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.pabal.directory.AccountSessions;
import org.pabal.directory.GroupId;
import org.pabal.directory.LoginContext;
import org.pabal.directory.Role;
import org.pabal.imap.ImapConfig;
import org.pabal.imap.ImapConfig.LoginSecurity;
import org.pabal.imap.NamespaceConfig;
import org.pabal.imap.SharingConfig;
import org.pabal.imap.SharingConfig.AdministratorNames;
import org.pabal.imap.state.ImapServices;
import org.pabal.imap.state.MessageEvents;
import org.pabal.mailbox.AccountMailboxes;
import org.pabal.mailbox.Flags;
import org.pabal.mailbox.MailboxInfo;
import org.pabal.mailbox.MailboxName;
import org.pabal.mailbox.MailboxSnapshot;
import org.pabal.mailbox.MessageIntake;
import org.pabal.mailbox.MetadataName;
import org.pabal.mailbox.NewMessage;
import org.pabal.mailbox.TextIndex;
import org.pabal.mailbox.stored.MailboxConfig;
import org.pabal.mailbox.stored.StoredMailboxes;
import org.pabal.message.Address;
import org.pabal.sasl.LoginDoor;
import org.pabal.search.AccountIndexes;
import org.pabal.search.Accounts;
import org.pabal.search.SearchConfig;
import org.pabal.storage.StorageException;
import org.pabal.storage.testing.FakeStorage;
import org.pabal.testkit.FakeClock;
import org.pabal.testkit.Peer;
import org.pabal.testkit.Stage;
import org.pabal.wire.Listener;
import org.pabal.wire.ListenerConfig;
import org.pabal.wire.OtherHosts;
import org.pabal.wire.SelfSigned;
import org.pabal.wire.TlsCertificates;
import org.pabal.wire.Wire;
import org.pabal.wire.WireLimits;
import org.pabal.wire.testing.OneOtherHost;

/// A server on loopback: true sessions over true mailboxes, on storage in memory.
final class ImapStage implements Stage {
    /// Who hears of what clients do.
    MessageEvents events = MessageEvents.NONE;

    /// Who else holds accounts.
    OtherHosts hosts = OtherHosts.NONE;

    private static final Pattern HAS_MESSAGES = Pattern.compile("(\\S+) has (\\d+) messages?");
    private static final Pattern HAS_FILE = Pattern.compile("(\\S+) has the message (\\S+)");
    private static final Pattern FILTER = Pattern.compile("filter (\\S+) is (.*)");
    private static final Pattern GROUP = Pattern.compile("the group (team|staff) has (.+)");
    private static final GroupId TEAM = new GroupId(100);
    private static final GroupId STAFF = new GroupId(101);
    private static final Pattern MAILBOX = Pattern.compile("mailbox (\\S+)");

    final FakeStorage storage = new FakeStorage();
    final FakeClock clock = FakeClock.at("2026-03-01T12:00:00Z");
    private InstantSource sessionClock = clock;
    final FakeDirectory directory = new FakeDirectory();
    private final MailboxConfig mailboxes;
    StoredMailboxes store;
    private final Wire wire = new Wire(WireLimits.standard());
    private final TlsCertificates tls;
    private ImapConfig config =
            ImapConfig.defaults().withLoginSecurity(LoginSecurity.CLEARTEXT_ALLOWED);
    private @Nullable Listener listener;
    private TextIndex textIndex = TextIndex.NONE;
    private @Nullable AccountIndexes indexes;
    private @Nullable ImapStage west;

    ImapStage() throws IOException {
        this(MailboxConfig.defaults().withKeepDeleted(Duration.ZERO));
    }

    ImapStage(MailboxConfig mailboxes) throws IOException {
        this.mailboxes = mailboxes;
        store = new StoredMailboxes(storage, clock, mailboxes, directory.groups());
        tls = new TlsCertificates(List.of(Certificate.FILES), clock);
    }

    /// One for all tests: making a key takes time.
    private static final class Certificate {
        static final org.pabal.wire.CertificateFiles FILES = make();

        private static org.pabal.wire.CertificateFiles make() {
            try {
                Path folder = Files.createTempDirectory(Path.of("target"), "tls");
                return SelfSigned.createIfAbsent(
                        folder, "imap.example.org", FakeClock.at("2026-03-01T12:00:00Z"));
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        }
    }

    ImapServices services() {
        return new ImapServices(
                directory,
                _ -> LoginContext.ANYWHERE,
                store,
                textIndex,
                Optional.of(tls),
                LoginDoor.open("imap"),
                new AccountSessions(config.sessionsPerAccount()),
                directory,
                event -> events.happened(event),
                hosts,
                sessionClock);
    }

    InetSocketAddress address() throws IOException {
        if (listener == null) {
            ImapServices services = services();
            ImapConfig settled = config;
            listener =
                    new Listener(
                            wire,
                            ListenerConfig.of(
                                    "imap",
                                    new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)),
                            connection -> new ImapSession(connection, settled, services).run());
            listener.start();
        }
        return (InetSocketAddress) listener.boundAddress();
    }

    /// With another setting: who is connected is so no more.
    private void startAgain(boolean sharesWithAnyone) {
        if (listener != null) {
            listener.close();
            listener = null;
        }
        store.close();
        store =
                new StoredMailboxes(
                        storage,
                        clock,
                        mailboxes.withSharingWithAnyone(sharesWithAnyone),
                        directory.groups());
        store.noteSettings();
    }

    void configure(ImapConfig other) {
        config = other;
    }

    @Override
    public Peer connect() throws Exception {
        return Peer.to(address());
    }

    @Override
    public void given(String sentence) throws Exception {
        Matcher messages = HAS_MESSAGES.matcher(sentence);
        Matcher file = HAS_FILE.matcher(sentence);
        Matcher mailbox = MAILBOX.matcher(sentence);
        Matcher filter = FILTER.matcher(sentence);
        Matcher group = GROUP.matcher(sentence);
        if (messages.matches()) {
            fill(messages.group(1), Integer.parseInt(messages.group(2)));
        } else if (file.matches()) {
            append(file.group(1), List.of(message(file.group(2))));
        } else if (filter.matches()) {
            alice().setMetadata(
                            Optional.empty(),
                            Map.of(
                                    MetadataName.of(filter.group(1)),
                                    Optional.of(filter.group(2).getBytes(StandardCharsets.UTF_8))));
        } else if (mailbox.matches()) {
            alice().create(MailboxName.of(mailbox.group(1)), Optional.empty());
        } else if (sentence.equals("the text of all messages is indexed")) {
            index();
        } else if (sentence.equals("TLS is required")) {
            config = ImapConfig.defaults();
        } else if (sentence.equals("the directory is down")) {
            directory.goDown();
        } else if (sentence.equals("storage fails next")) {
            storage.failNextCommits(1, new StorageException.Unavailable("disk is away"));
        } else if (sentence.equals("storage is full next")) {
            storage.failNextCommits(1, new StorageException.Full("no room"));
        } else if (sentence.equals("names below INBOX.")) {
            sharing(now -> now.withNames(NamespaceConfig.BELOW_INBOX));
        } else if (sentence.equals("each look at the clock takes six seconds")) {
            sessionClock =
                    () -> {
                        clock.advance(Duration.ofSeconds(6));
                        return clock.instant();
                    };
        } else if (sentence.equals("board is a shared account")) {
            sharing(now -> now.withSharedAccounts(Set.of(Address.of("board@example.org"))));
        } else if (sentence.equals("dave is an administrator")) {
            sharing(now -> now.withAdministrators(Set.of(Address.of("dave@example.org"))));
        } else if (sentence.equals("dave administers everyone")) {
            directory.setRole("dave", Role.ADMINISTRATOR);
        } else if (sentence.equals("dave administers the domain")) {
            directory.setRole("dave", Role.DOMAIN_ADMINISTRATOR);
        } else if (sentence.equals("alice administers everyone")) {
            directory.setRole("alice", Role.ADMINISTRATOR);
        } else if (sentence.equals("administrators are shown names with dots")) {
            sharing(now -> now.withAdministratorNames(AdministratorNames.DOTS));
        } else if (sentence.equals("administrators are shown names with slashes")) {
            sharing(now -> now.withAdministratorNames(AdministratorNames.SLASHES));
        } else if (sentence.startsWith("the administrator is ")) {
            sharing(now -> now.withAdminContact(sentence.substring(21)));
        } else if (group.matches()) {
            putGroup(group.group(1), group.group(2));
        } else if (sentence.equals("nobody says who belongs to a group")) {
            directory.groups.fallSilent();
        } else if (sentence.equals("the group team is gone")) {
            directory.groups.remove(TEAM);
            store.noteSettings();
        } else if (sentence.equals("sharing with anyone is allowed")) {
            startAgain(true);
        } else if (sentence.equals("sharing with anyone is allowed no more")) {
            startAgain(false);
        } else if (sentence.equals("a day passes")) {
            clock.advance(Duration.ofDays(1));
        } else if (sentence.equals("an hour passes")) {
            clock.advance(Duration.ofHours(1));
        } else if (sentence.equals("idling clients soon hear that the server is here")) {
            config = config.withStillHere(Duration.ofMillis(100));
        } else if (sentence.equals("bob lives on the host west")) {
            openWest();
        } else if (sentence.equals(
                "bob lives on the host west, which takes him for someone of here")) {
            openWest().directory.put("bob", Optional.of("here"));
        } else if (sentence.equals("bob lives on the host west, which is down")) {
            directory.put("bob", Optional.of("west"));
        } else if (sentence.equals("small limits")) {
            config = smallLimits();
        } else {
            throw Stage.unknown(sentence);
        }
    }

    /// @param members names between commas, or `nobody`
    private void putGroup(String name, String members) {
        directory.groups.put(
                name.equals("team") ? TEAM : STAFF,
                Address.of(name + "@example.org"),
                Stream.of(members.split(", "))
                        .filter(each -> !each.equals("nobody"))
                        .map(each -> directory.account(each).id())
                        .collect(Collectors.toSet()));
        store.noteSettings(); // told by the time that this ends
    }

    /// Another host, which we are a front for and which knows us as one: TLS is left out.
    private ImapStage openWest() throws IOException {
        ImapStage opened = new ImapStage();
        opened.hosts = OneOtherHost.behind("front");
        hosts = OneOtherHost.before(opened.address());
        directory.put("bob", Optional.of("west"));
        west = opened;
        return opened;
    }

    /// Makes the index as the server does, and waits until it goes as far as the mailboxes.
    private void index() throws IOException {
        Path folder = Files.createTempDirectory(Path.of("target"), "search");
        AccountIndexes made =
                new AccountIndexes(
                        SearchConfig.defaults(folder),
                        new Accounts() {
                            @Override
                            public boolean has(long account) {
                                return true;
                            }

                            @Override
                            public Optional<AccountMailboxes> open(long account) {
                                return Optional.of(alice());
                            }
                        });
        indexes = made;
        textIndex = made;
        made.start();
        made.rebuild(alice().account().id());
        while (!made.status(alice()).newest().equals(alice().newest())) {
            Thread.onSpinWait();
        }
    }

    /// What the settings say of sharing, one thing changed.
    private void sharing(UnaryOperator<SharingConfig> change) {
        config = config.withSharing(change.apply(config.sharing()));
    }

    private static ImapConfig smallLimits() {
        return new ImapConfig(
                512,
                1024,
                5,
                3,
                1000,
                Duration.ofSeconds(5),
                Duration.ofSeconds(5),
                Duration.ofSeconds(5),
                LoginSecurity.CLEARTEXT_ALLOWED,
                4,
                6,
                2,
                1,
                SharingConfig.DEFAULT);
    }

    @Override
    public void then(String sentence) {
        Matcher messages = HAS_MESSAGES.matcher(sentence);
        if (sentence.equals("the text index was asked")) {
            assertThat(Objects.requireNonNull(indexes).status().searches()).isPositive();
            return;
        }
        if (!messages.matches()) {
            throw Stage.unknown(sentence);
        }
        assertThat(snapshot(messages.group(1)).count())
                .isEqualTo(Integer.parseInt(messages.group(2)));
    }

    AccountMailboxes alice() {
        return store.open(directory.account("alice"));
    }

    MailboxSnapshot snapshot(String name) {
        MailboxInfo info = alice().find(MailboxName.of(name)).orElseThrow();
        return alice().snapshot(info.id()).orElseThrow();
    }

    /// Small messages, one a minute, whose subjects and texts count up.
    void fill(String mailbox, int count) {
        List<NewMessage> all = new ArrayList<>();
        Instant date = clock.instant();
        for (int i = 1; i <= count; i++) {
            String text =
                    "From: Bob <bob@example.org>\r\nTo: alice@example.org\r\nSubject: Number "
                            + i
                            + "\r\nDate: Sun, 01 Mar 2026 12:00:00 +0000\r\nMessage-ID: <"
                            + i
                            + "@example.org>\r\n\r\nText "
                            + i
                            + "\r\n";
            all.add(message(text.getBytes(StandardCharsets.UTF_8), date.plusSeconds(60L * i)));
        }
        append(mailbox, all);
    }

    private void append(String mailbox, List<NewMessage> messages) {
        MailboxInfo info = alice().find(MailboxName.of(mailbox)).orElseThrow();
        assertThat(alice().append(info.id(), messages))
                .isInstanceOf(AccountMailboxes.AppendOutcome.Appended.class);
        alice().claimRecent(snapshot(mailbox)); // some session has seen them before
    }

    private NewMessage message(byte[] octets, Instant date) {
        try (MessageIntake intake = store.newMessage()) {
            intake.write(octets, 0, octets.length);
            return new NewMessage(intake.finish(), Flags.NONE, date);
        }
    }

    /// From `src/test/messages`, where lines end in LF.
    private NewMessage message(String file) throws IOException {
        String text = Files.readString(Path.of("src/test/messages", file));
        return message(
                text.replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8), clock.instant());
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
        if (indexes != null) {
            indexes.close();
        }
        store.close();
        storage.close();
    }
}
