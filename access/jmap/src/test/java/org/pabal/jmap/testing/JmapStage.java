// SPDX-License-Identifier: Apache-2.0
package org.pabal.jmap.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.pabal.directory.Account;
import org.pabal.directory.Directory;
import org.pabal.directory.DirectoryAdministration;
import org.pabal.directory.DirectoryAdministration.NewAccount;
import org.pabal.directory.Language;
import org.pabal.directory.LoginContext;
import org.pabal.directory.LoginService;
import org.pabal.directory.WhoMaySend;
import org.pabal.directory.builtin.BuiltInDirectory;
import org.pabal.directory.builtin.DirectoryConfig;
import org.pabal.directory.password.Argon2Setting;
import org.pabal.http.Homes;
import org.pabal.http.testing.FakeExchange;
import org.pabal.jmap.Capability;
import org.pabal.jmap.Ids;
import org.pabal.jmap.JmapLimits;
import org.pabal.jmap.JmapMethod;
import org.pabal.jmap.JmapServices;
import org.pabal.jmap.MailSending;
import org.pabal.jmap.Sharing;
import org.pabal.jmap.door.AuthorizationDoor;
import org.pabal.jmap.door.RememberedProofs;
import org.pabal.jmap.protocol.JmapHandler;
import org.pabal.jmap.service.JmapService;
import org.pabal.mailbox.AccountMailboxes;
import org.pabal.mailbox.AccountMailboxes.AppendOutcome;
import org.pabal.mailbox.Flags;
import org.pabal.mailbox.Grantee;
import org.pabal.mailbox.MailboxInfo;
import org.pabal.mailbox.MailboxName;
import org.pabal.mailbox.MessageIntake;
import org.pabal.mailbox.NewMessage;
import org.pabal.mailbox.Rights;
import org.pabal.mailbox.TextIndex;
import org.pabal.mailbox.stored.MailboxConfig;
import org.pabal.mailbox.stored.StoredMailboxes;
import org.pabal.mda.agent.AdministratorScripts;
import org.pabal.mda.agent.AgentConfig;
import org.pabal.mda.agent.MailLab;
import org.pabal.mda.lab.SieveLab;
import org.pabal.mda.memory.DeliveryMemory;
import org.pabal.mda.scripts.GlobalScripts;
import org.pabal.mda.scripts.ScriptCompiler;
import org.pabal.mda.scripts.ScriptQuota;
import org.pabal.mda.scripts.ScriptStore;
import org.pabal.message.Address;
import org.pabal.message.Domain;
import org.pabal.sasl.LoginDoor;
import org.pabal.sieve.Compilation;
import org.pabal.sieve.ScriptSource;
import org.pabal.sieve.SieveConfig;
import org.pabal.sieve.language.SieveCompiler;
import org.pabal.storage.testing.FakeStorage;
import org.pabal.testkit.FakeClock;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// A server without sockets: true methods over true mailboxes, on storage in memory. Alice and bob
/// have accounts; what else there is a transcript says.
public class JmapStage implements AutoCloseable {
    public static final String PASSWORD = "correct horse";
    private static final JsonMapper JSON = new JsonMapper();
    private static final Pattern HAS_MAILBOX = Pattern.compile("(\\w+) has the mailbox (.+)");
    private static final Pattern HAS_MESSAGE =
            Pattern.compile("(\\w+) has in (\\S+) the message( flagged \\S+)? ?(.*)");
    private static final Pattern SHARES =
            Pattern.compile("(\\w+) shares (\\S+) with (\\w+): (\\w+)");

    private static final Pattern MEMBER = Pattern.compile("(\\w+) (joins|leaves) the group (\\w+)");

    private static final Pattern GIVES = Pattern.compile("(\\w+)'s (\\S+) gives (\\w+): (\\w+)");

    public final FakeStorage storage = new FakeStorage();
    public final FakeClock clock = FakeClock.at("2026-03-01T12:00:00Z");
    public final BuiltInDirectory directory =
            new BuiltInDirectory(storage, cheap(), new SecureRandom(), clock);
    public StoredMailboxes store =
            new StoredMailboxes(storage, clock, MailboxConfig.defaults(), directory.groups());
    public JmapLimits limits = JmapLimits.defaults();
    private @Nullable ScriptStore scripts;
    private @Nullable JmapHandler handler;

    public JmapStage() {
        directory.addDomain(Domain.of("example.org"));
        addAccount("alice");
        addAccount("bob");
    }

    private static DirectoryConfig cheap() {
        return DirectoryConfig.defaults().with(new Argon2Setting(64, 1, 1), 4_096);
    }

    public final void addAccount(String name) {
        directory.addAccount(
                new NewAccount(
                        Address.of(name + "@example.org"),
                        PASSWORD,
                        name,
                        Language.ENGLISH,
                        OptionalLong.empty()));
    }

    public Account account(String name) {
        return directory
                .findByLogin(
                        name + "@example.org",
                        new LoginContext(Optional.empty(), LoginService.HTTP))
                .orElseThrow();
    }

    public AccountMailboxes mailboxes(String name) {
        return store.open(account(name));
    }

    public String accountId(String name) {
        return Ids.of(account(name).id());
    }

    /// As a client gives the password.
    public static String basic(String name) {
        return "Basic "
                + Base64.getEncoder()
                        .encodeToString(
                                (name + "@example.org:" + PASSWORD)
                                        .getBytes(StandardCharsets.UTF_8));
    }

    public final ScriptStore scripts() {
        ScriptStore made = scripts;
        if (made == null) {
            made =
                    new ScriptStore(
                            storage,
                            store,
                            new StageCompiler(),
                            new GlobalScripts(Optional.empty()),
                            ScriptQuota.DEFAULT,
                            clock);
            scripts = made;
        }
        return made;
    }

    private static final class StageCompiler implements ScriptCompiler {
        private final SieveCompiler sieve = new SieveCompiler(SieveConfig.DEFAULT);

        @Override
        public Compilation compile(byte[] script, ScriptSource included) {
            return sieve.compile(script, included);
        }

        @Override
        public List<String> extensions() {
            return List.of("fileinto", "vacation", "extlists");
        }
    }

    public JmapServices services() {
        return new JmapServices(
                limits,
                directory,
                store,
                index(),
                storage,
                scripts(),
                clock,
                new Random(7),
                sending(),
                Optional.empty(),
                Optional.of(new Sharing(directory, Sharing.Visible.DOMAIN)),
                Optional.of(lab()));
    }

    private SieveLab lab() {
        return new SieveLab(
                storage,
                store,
                new MailLab(
                        directory,
                        storage,
                        store,
                        new DeliveryMemory(storage, clock, new Random(7)),
                        AdministratorScripts.NONE,
                        AgentConfig.defaults("mail.example.org")),
                clock);
    }

    protected TextIndex index() {
        return TextIndex.NONE;
    }

    protected Optional<MailSending> sending() {
        return Optional.empty();
    }

    /// Of this server's own.
    protected List<Capability> moreCapabilities() {
        return List.of();
    }

    protected List<JmapMethod> moreMethods() {
        return List.of();
    }

    private JmapHandler handler() {
        JmapHandler made = handler;
        if (made == null) {
            made =
                    new JmapService(services(), moreCapabilities(), moreMethods())
                            .handler(
                                    List.of(
                                            new AuthorizationDoor(
                                                    directory,
                                                    _ ->
                                                            new LoginContext(
                                                                    Optional.empty(),
                                                                    LoginService.HTTP),
                                                    LoginDoor.open("jmap"),
                                                    client -> client.isSecure(),
                                                    RememberedProofs.forAMinute(
                                                            clock, new SecureRandom()))),
                                    Homes.NONE,
                                    Map.of());
            handler = made;
        }
        return made;
    }

    /// Sends a request as it is; `Authorization` is the person's where the fields have none.
    void send(String who, FakeExchange exchange, Map<String, String> fields) throws Exception {
        if (!fields.containsKey("Authorization") && !who.equals("nobody")) {
            exchange.with("Authorization", basic(who));
        }
        fields.forEach(exchange::with);
        exchange.header("X-Clear").ifPresent(_ -> exchange.inTheClear());
        handler().handle(exchange);
    }

    /// Calls methods in one request and gives their responses.
    public JsonNode call(String who, ArrayNode calls) throws Exception {
        ObjectNode request = JSON.createObjectNode();
        request.set("using", using());
        request.set("methodCalls", calls);
        FakeExchange exchange =
                new FakeExchange("POST", "/jmap/api")
                        .with("Content-Type", "application/json")
                        .withBody(JSON.writeValueAsBytes(request));
        send(who, exchange, Map.of());
        assertThat(exchange.status()).as(exchange.text()).isEqualTo(200);
        return JSON.readTree(exchange.sent()).path("methodResponses");
    }

    /// Calls one method; `accountId` is the person's where none is given.
    public JsonNode call(String who, String method, ObjectNode arguments) throws Exception {
        ObjectNode all = arguments.deepCopy();
        all.putIfAbsent("accountId", JSON.getNodeFactory().stringNode(accountId(who)));
        ArrayNode calls = JSON.createArrayNode();
        calls.addArray().add(method).add(all).add("c0");
        JsonNode response = call(who, calls).path(0);
        assertThat(response.path(0).asString()).as(response.toString()).isEqualTo(method);
        return response.path(1);
    }

    private JsonNode using() throws Exception {
        FakeExchange session = new FakeExchange("GET", "/jmap/session");
        send("alice", session, Map.of());
        ArrayNode using = JSON.createArrayNode();
        JSON.readTree(session.sent()).path("capabilities").propertyNames().forEach(using::add);
        return using;
    }

    /// @throws IllegalArgumentException for a sentence that nobody understands
    public void given(String sentence) throws Exception {
        Matcher mailbox = HAS_MAILBOX.matcher(sentence);
        Matcher message = HAS_MESSAGE.matcher(sentence);
        Matcher shares = SHARES.matcher(sentence);
        Matcher member = MEMBER.matcher(sentence);
        if (mailbox.matches()) {
            assertThat(
                            mailboxes(mailbox.group(1))
                                    .create(MailboxName.of(mailbox.group(2)), Optional.empty()))
                    .isInstanceOf(AccountMailboxes.NameOutcome.Done.class);
        } else if (message.matches()) {
            Flags flags =
                    message.group(3) == null
                            ? Flags.NONE
                            : Flags.of(message.group(3).substring(" flagged ".length()));
            String text =
                    message.group(4).isEmpty()
                            ? "From: carol@example.net\\r\\nSubject: hello\\r\\n\\r\\nHi\\r\\n"
                            : message.group(4);
            append(message.group(1), message.group(2), flags, text.translateEscapes());
        } else if (shares.matches()) {
            share(shares.group(1), shares.group(2), shares.group(3), shares.group(4));
        } else if (sentence.startsWith("there is the account ")) {
            addAccount(sentence.substring("there is the account ".length()));
        } else if (sentence.matches("\\w+ lives on \\w+")) {
            String[] words = sentence.split(" ");
            directory.setHost(account(words[0]).address(), Optional.of(words[3]));
        } else if (sentence.startsWith("there is the group ")) {
            addGroup(sentence.substring("there is the group ".length()));
        } else if (member.matches()) {
            List<Address> who = List.of(address(member.group(1)));
            done(
                    member.group(2).equals("joins")
                            ? directory.addMembers(address(member.group(3)), who)
                            : directory.removeMembers(address(member.group(3)), who));
        } else if (sentence.startsWith("there is no more the group ")) {
            done(
                    directory.removeAlias(
                            address(sentence.substring("there is no more the group ".length()))));
        } else if (sentence.equals("sharing with anyone is allowed")) {
            startAgain(true);
        } else if (sentence.equals("sharing with anyone is allowed no more")) {
            startAgain(false);
        } else if (sentence.matches("small limits")) {
            limits = new JmapLimits(1_000, 2, 4_000, 2, 4, 3, 3);
        } else if (sentence.startsWith("what is due comes back to ")) {
            mailboxes(sentence.substring("what is due comes back to ".length())).wake(100);
        } else if (sentence.startsWith("later by ")) {
            clock.advance(Duration.parse(sentence.substring("later by ".length())));
        } else {
            throw JmapTranscript.unknown(sentence);
        }
    }

    /// With another setting.
    private void startAgain(boolean sharesWithAnyone) {
        store.close();
        store =
                new StoredMailboxes(
                        storage,
                        clock,
                        MailboxConfig.defaults().withSharingWithAnyone(sharesWithAnyone),
                        directory.groups());
        store.noteSettings();
        scripts = null;
        handler = null;
    }

    public void then(String sentence) throws Exception {
        Matcher gives = GIVES.matcher(sentence);
        if (!gives.matches()) {
            throw JmapTranscript.unknown(sentence);
        }
        Rights rights =
                mailbox(gives.group(1), gives.group(2)).acl().givenTo(grantee(gives.group(3)));
        assertThat(rights.isEmpty() ? "nothing" : rights.toString()).isEqualTo(gives.group(4));
    }

    private static Address address(String name) {
        return Address.of(name + "@example.org");
    }

    /// And has the store taken note of it by the time that this ends.
    private void done(DirectoryAdministration.Outcome outcome) {
        assertThat(outcome).isEqualTo(DirectoryAdministration.DONE);
        store.noteSettings();
    }

    private void addGroup(String name) {
        done(
                directory.addAlias(
                        new DirectoryAdministration.Alias(
                                address(name),
                                List.of(),
                                Optional.empty(),
                                Optional.of(WhoMaySend.ANYONE))));
    }

    public MailboxInfo mailbox(String who, String name) {
        return mailboxes(who).find(MailboxName.of(name)).orElseThrow();
    }

    public void append(String who, String mailbox, Flags flags, String text) throws Exception {
        try (MessageIntake intake = store.newMessage()) {
            byte[] octets = text.getBytes(StandardCharsets.UTF_8);
            intake.write(octets, 0, octets.length);
            AppendOutcome outcome =
                    mailboxes(who)
                            .append(
                                    mailbox(who, mailbox).id(),
                                    List.of(
                                            new NewMessage(
                                                    intake.finish(), flags, clock.instant())));
            assertThat(outcome).isInstanceOf(AppendOutcome.Appended.class);
        }
    }

    private void share(String who, String mailbox, String with, String rights) {
        mailboxes(who)
                .changeAcl(
                        mailbox(who, mailbox).id(),
                        acl -> acl.giving(grantee(with), Rights.of(rights)));
    }

    private Grantee grantee(String name) {
        return name.equals("anyone")
                ? new Grantee.Anyone()
                : directory
                        .groups()
                        .find(address(name))
                        .<Grantee>map(group -> new Grantee.Group(group.id()))
                        .orElseGet(() -> new Grantee.Account(account(name).id()));
    }

    /// Of whom to ask for other directories.
    protected Directory directory() {
        return directory;
    }

    @Override
    public void close() {
        store.close();
        directory.close();
    }
}
