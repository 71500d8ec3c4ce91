// SPDX-License-Identifier: Apache-2.0
package org.pabal.benchmarks;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import org.pabal.directory.Account;
import org.pabal.directory.AccountId;
import org.pabal.directory.Language;
import org.pabal.directory.Role;
import org.pabal.http.HttpClientFacts;
import org.pabal.jmap.JmapAccount;
import org.pabal.jmap.JmapLimits;
import org.pabal.jmap.JmapUser;
import org.pabal.jmap.capability.CoreCapability;
import org.pabal.jmap.email.EmailMethods;
import org.pabal.jmap.email.EmailServices;
import org.pabal.jmap.email.MailCapability;
import org.pabal.jmap.email.compose.MessageComposer;
import org.pabal.jmap.email.query.EmailQueries;
import org.pabal.jmap.protocol.JmapApi;
import org.pabal.jmap.protocol.SessionObject;
import org.pabal.mailbox.AccountMailboxes;
import org.pabal.mailbox.Flags;
import org.pabal.mailbox.MailboxId;
import org.pabal.mailbox.MailboxName;
import org.pabal.mailbox.MailboxStore;
import org.pabal.mailbox.MessageIntake;
import org.pabal.mailbox.NewMessage;
import org.pabal.mailbox.TextIndex;
import org.pabal.mailbox.stored.MailboxConfig;
import org.pabal.mailbox.stored.StoredMailboxes;
import org.pabal.message.Address;
import org.pabal.storage.embedded.EmbeddedConfig;
import org.pabal.storage.embedded.EmbeddedStorage;
import tools.jackson.databind.json.JsonMapper;

/// `jmap`: the webmail's opening sequence on a large mailbox, from the octets of the request to those
/// of the response, on one thread and without HTTP around it.
///
/// The list is asked for as it is (nothing has come since the last time) and after each new mail
/// (nothing of it is known yet).
public final class JmapBenchmark {
    private static final int WARM_UP = 100;
    private static final int ROUNDS = 400;
    private static final int AT_ONCE = 500;
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
    private static final JsonMapper JSON = new JsonMapper();

    private final MailboxStore store;
    private final Account account;
    private final JmapApi api;
    private final MailboxId inbox;
    private final Random random = new Random(1);
    private int sent;

    private JmapBenchmark(MailboxStore store) {
        this.store = store;
        this.account =
                new Account(
                        new AccountId(1),
                        Address.of("alice@example.org"),
                        "Alice",
                        Language.ENGLISH,
                        OptionalLong.empty(),
                        OptionalLong.empty(),
                        true,
                        Role.USER,
                        Optional.empty());
        JmapLimits limits = JmapLimits.defaults();
        EmailServices services =
                new EmailServices(
                        store,
                        new EmailQueries(TextIndex.NONE),
                        (_, _) -> Optional.empty(),
                        new MessageComposer(store, limits.maxSizeUpload(), random),
                        (_, _) -> {},
                        InstantSource.system());
        this.api =
                new JmapApi(
                        EmailMethods.of(services),
                        new SessionObject(
                                List.of(new CoreCapability(limits), new MailCapability(limits))),
                        limits,
                        (_, _, _) -> {});
        this.inbox = mailboxes().find(MailboxName.INBOX).orElseThrow().id();
    }

    /// Run from the root of the checkout: `testing/benchmarks/run jmap [messages]`.
    public static void main(String[] arguments) throws Exception {
        int messages = arguments.length == 0 ? 100_000 : Integer.parseInt(arguments[0]);
        Path folder = Files.createTempDirectory(Path.of("target").toAbsolutePath(), "jmap");
        try (EmbeddedStorage storage = EmbeddedStorage.open(EmbeddedConfig.defaults(folder));
                StoredMailboxes store =
                        new StoredMailboxes(
                                storage, InstantSource.system(), MailboxConfig.defaults())) {
            JmapBenchmark benchmark = new JmapBenchmark(store);
            benchmark.fill(messages);
            System.out.println(
                    "| "
                            + messages
                            + " messages, one thread | requests/s | median | p99 | CPU median | CPU p99"
                            + " |");
            System.out.println("|---|---|---|---|---|---|");
            benchmark.row("opening sequence, nothing new", false, benchmark.opening());
            benchmark.row("the same, a new mail before each", true, benchmark.opening());
            benchmark.row("64 rows alone (Email/get)", false, benchmark.rows());
        }
    }

    private AccountMailboxes mailboxes() {
        return store.open(account);
    }

    private void fill(int messages) {
        while (sent < messages) {
            List<NewMessage> some = new ArrayList<>();
            for (int i = 0; i < AT_ONCE && sent < messages; i++) {
                some.add(message());
            }
            mailboxes().append(inbox, some);
        }
    }

    /// A third of them answer one of the last hundred.
    private NewMessage message() {
        int number = sent++;
        boolean reply = number > 100 && random.nextInt(3) == 0;
        int to = number - 1 - random.nextInt(100);
        String text =
                "From: =?UTF-8?B?6rmA7ZWY64qY?= <haneul"
                        + random.nextInt(500)
                        + "@code.kr>\r\nTo: alice@example.org\r\nSubject: "
                        + (reply ? "Re: plan " + to : "plan " + number)
                        + "\r\nDate: Sun, 1 Mar 2026 09:00:00 +0900\r\nMessage-ID: <"
                        + number
                        + "@code.kr>\r\n"
                        + (reply ? "In-Reply-To: <" + to + "@code.kr>\r\n" : "")
                        + "Content-Type: text/plain; charset=utf-8\r\n\r\n"
                        + "Some words about the plan for next Tuesday.\r\n".repeat(20);
        try (MessageIntake intake = store.newMessage()) {
            byte[] octets = text.getBytes(StandardCharsets.UTF_8);
            intake.write(octets, 0, octets.length);
            return new NewMessage(
                    intake.finish(),
                    random.nextInt(10) == 0 ? Flags.NONE : Flags.of(Flags.SEEN),
                    Instant.ofEpochSecond(1_700_000_000L + number * 60L));
        }
    }

    private String opening() {
        return """
        {"using": ["urn:ietf:params:jmap:core", "urn:ietf:params:jmap:mail"], "methodCalls": [
          ["Email/query", {"accountId": "A1", "filter": {"inMailbox": "F%d"},
            "sort": [{"property": "receivedAt", "isAscending": false}],
            "collapseThreads": true, "position": 0, "limit": 64, "calculateTotal": true}, "0"],
          ["Email/get", {"accountId": "A1",
            "#ids": {"resultOf": "0", "name": "Email/query", "path": "/ids"},
            "properties": ["threadId", "mailboxIds", "keywords", "hasAttachment", "from", "to",
              "subject", "receivedAt", "size", "preview"]}, "1"]]}
        """
                .formatted(inbox.value());
    }

    private String rows() {
        StringBuilder ids = new StringBuilder();
        for (int i = 0; i < 64; i++) {
            ids.append(i == 0 ? "" : ", ").append("\"M").append(sent - i).append('"');
        }
        return """
        {"using": ["urn:ietf:params:jmap:core", "urn:ietf:params:jmap:mail"], "methodCalls": [
          ["Email/get", {"accountId": "A1", "ids": [%s],
            "properties": ["threadId", "mailboxIds", "keywords", "hasAttachment", "from", "to",
              "subject", "receivedAt", "size", "preview"]}, "1"]]}
        """
                .formatted(ids);
    }

    private record OnlyUser(Account account) implements JmapUser {
        @Override
        public HttpClientFacts client() {
            return new HttpClientFacts(
                    new InetSocketAddress("192.0.2.1", 1), true, "mail.example.org", "", true);
        }

        @Override
        public List<JmapAccount> accounts() {
            return List.of(JmapAccount.own(account));
        }

        @Override
        public Optional<JmapAccount> account(String id) {
            return Optional.of(JmapAccount.own(account));
        }
    }

    private void row(String what, boolean arriving, String request) throws Exception {
        byte[] octets = request.getBytes(StandardCharsets.UTF_8);
        long[] nanos = new long[ROUNDS];
        long[] cpu = new long[ROUNDS];
        int answered = 0;
        for (int round = -WARM_UP; round < ROUNDS; round++) {
            if (arriving) {
                mailboxes().append(inbox, List.of(message()));
            }
            long begun = System.nanoTime();
            long begunCpu = THREADS.getCurrentThreadCpuTime();
            byte[] response =
                    JSON.writeValueAsBytes(api.run(api.read(octets), new OnlyUser(account)));
            long tookCpu = THREADS.getCurrentThreadCpuTime() - begunCpu;
            long took = System.nanoTime() - begun;
            answered = response.length;
            if (round >= 0) {
                nanos[round] = took;
                cpu[round] = tookCpu;
            }
        }
        if (answered < 5_000) {
            throw new IllegalStateException("the response has only " + answered + " octets");
        }
        Arrays.sort(nanos);
        Arrays.sort(cpu);
        double seconds = Arrays.stream(nanos).sum() / 1e9;
        System.out.printf(
                Locale.ROOT,
                "| %s | %.0f | %.2f ms | %.2f ms | %.2f ms | %.2f ms |%n",
                what,
                ROUNDS / seconds,
                nanos[ROUNDS / 2] / 1e6,
                nanos[ROUNDS * 99 / 100] / 1e6,
                cpu[ROUNDS / 2] / 1e6,
                cpu[ROUNDS * 99 / 100] / 1e6);
    }
}
