// SPDX-License-Identifier: Apache-2.0
package org.pabal.jmap.email;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.pabal.directory.Account;
import org.pabal.http.HttpClientFacts;
import org.pabal.jmap.CreatedIds;
import org.pabal.jmap.JmapAccount;
import org.pabal.jmap.JmapLimits;
import org.pabal.jmap.JmapUser;
import org.pabal.jmap.MethodCall;
import org.pabal.jmap.email.compose.MessageComposer;
import org.pabal.jmap.email.query.EmailQueries;
import org.pabal.jmap.testing.JmapStage;
import org.pabal.mailbox.AccountMailboxes;
import org.pabal.mailbox.FlagChange;
import org.pabal.mailbox.Flags;
import org.pabal.mailbox.MailboxId;
import org.pabal.mailbox.MailboxInfo;
import org.pabal.mailbox.MailboxSnapshot;
import org.pabal.mailbox.TextIndex;
import org.pabal.mailbox.UidSet;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// A client that only ever asks for changes has what the server has, whatever IMAP and JMAP have done
/// in between. RFC 8620 §5.2, §5.6.
class ReplayTest {
    private static final JsonMapper JSON = new JsonMapper();
    private static final List<String> QUERIES =
            List.of(
                    "{\"filter\": {\"inMailbox\": \"F1\"}, \"collapseThreads\": true}",
                    "{\"filter\": {\"inMailbox\": \"F1\"}}",
                    "{\"filter\": {\"notKeyword\": \"$seen\"}, \"sort\": [{\"property\":"
                            + " \"receivedAt\", \"isAscending\": true}]}",
                    "{\"filter\": {\"someInThreadHaveKeyword\": \"$flagged\"}}",
                    "{\"sort\": [{\"property\": \"hasKeyword\", \"keyword\": \"$flagged\"},"
                            + " {\"property\": \"subject\"}], \"collapseThreads\": true}",
                    "{\"sort\": [{\"property\": \"allInThreadHaveKeyword\", \"keyword\":"
                            + " \"$seen\"}]}",
                    "{\"filter\": {\"body\": \"even\"}}");

    private final JmapStage stage = new JmapStage();
    private final Map<String, ObjectNode> emails = new HashMap<>();
    private final List<List<String>> lists = new ArrayList<>();
    private final List<String> queryStates = new ArrayList<>();

    /// Of a client whose server remembers no results.
    private final List<List<String>> otherLists = new ArrayList<>();

    /// The emails of each thread.
    private final Map<String, List<String>> threads = new HashMap<>();

    private String state = "";
    private String threadState = "";
    private int messages;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void changesReplayedGiveTheServersState(long seed) throws Exception {
        Random random = new Random(seed);
        for (int i = 0; i < 6; i++) {
            arrive(random);
        }
        begin();
        for (int round = 0; round < 20; round++) {
            int operations = 1 + random.nextInt(4);
            for (int i = 0; i < operations; i++) {
                operate(random);
            }
            String when = "seed " + seed + ", round " + round;
            catchUp(random, when);
            compare(when);
        }
        stage.close();
    }

    private JsonNode call(String method, String arguments) throws Exception {
        return stage.call("alice", method, (ObjectNode) JSON.readTree(arguments));
    }

    private void begin() throws Exception {
        for (String query : QUERIES) {
            JsonNode answer = call("Email/query", query);
            lists.add(ids(answer.path("ids")));
            otherLists.add(ids(answer.path("ids")));
            queryStates.add(answer.path("queryState").asString());
        }
        JsonNode all =
                call("Email/get", "{\"properties\": [\"mailboxIds\", \"keywords\", \"threadId\"]}");
        state = all.path("state").asString();
        all.path("list").values().forEach(this::keep);
        threadState = call("Thread/get", "{\"ids\": []}").path("state").asString();
        keepThreads(threadIds());
    }

    private List<String> threadIds() {
        return emails.values().stream()
                .map(each -> each.path("threadId").asString())
                .distinct()
                .toList();
    }

    private void keepThreads(List<String> wanted) throws Exception {
        JsonNode got = call("Thread/get", "{\"ids\": " + JSON.writeValueAsString(wanted) + "}");
        got.path("list")
                .values()
                .forEach(
                        each ->
                                threads.put(
                                        each.path("id").asString(), ids(each.path("emailIds"))));
        ids(got.path("notFound")).forEach(threads::remove);
    }

    private void keep(JsonNode email) {
        emails.put(email.path("id").asString(), (ObjectNode) email);
    }

    private static List<String> ids(JsonNode array) {
        List<String> ids = new ArrayList<>();
        array.values().forEach(each -> ids.add(each.asString()));
        return ids;
    }

    private void catchUp(Random random, String when) throws Exception {
        boolean more = true;
        while (more) {
            String most =
                    random.nextBoolean() ? "" : ", \"maxChanges\": " + (1 + random.nextInt(3));
            JsonNode changes =
                    call("Email/changes", "{\"sinceState\": \"" + state + "\"" + most + "}");
            List<String> wanted = ids(changes.path("created"));
            wanted.addAll(ids(changes.path("updated")));
            ids(changes.path("destroyed")).forEach(emails::remove);
            JsonNode got =
                    call(
                            "Email/get",
                            "{\"properties\": [\"mailboxIds\", \"keywords\", \"threadId\"], \"ids\": "
                                    + JSON.writeValueAsString(wanted)
                                    + "}");
            got.path("list").values().forEach(this::keep);
            ids(got.path("notFound")).forEach(emails::remove);
            state = changes.path("newState").asString();
            more = changes.path("hasMoreChanges").asBoolean();
        }
        more = true;
        while (more) {
            JsonNode changes =
                    call(
                            "Thread/changes",
                            "{\"sinceState\": \"" + threadState + "\", \"maxChanges\": 3}");
            List<String> wanted = ids(changes.path("created"));
            wanted.addAll(ids(changes.path("updated")));
            ids(changes.path("destroyed")).forEach(threads::remove);
            keepThreads(wanted);
            threadState = changes.path("newState").asString();
            more = changes.path("hasMoreChanges").asBoolean();
        }
        for (int i = 0; i < QUERIES.size(); i++) {
            ObjectNode arguments = (ObjectNode) JSON.readTree(QUERIES.get(i));
            arguments.put("sinceQueryState", queryStates.get(i));
            JsonNode changes = stage.call("alice", "Email/queryChanges", arguments);
            apply(changes, lists.get(i), when);
            apply(forgetful(arguments), otherLists.get(i), when);
            queryStates.set(i, changes.path("newQueryState").asString());
        }
    }

    private static void apply(JsonNode changes, List<String> list, String when) {
        list.removeAll(ids(changes.path("removed")));
        for (JsonNode added : changes.path("added").values()) {
            int index = added.path("index").asInt();
            assertThat(index).as(when).isBetween(0, list.size());
            list.add(index, added.path("id").asString());
        }
    }

    private JsonNode forgetful(ObjectNode arguments) {
        arguments.put("accountId", stage.accountId("alice"));
        EmailServices services =
                new EmailServices(
                        stage.store,
                        new EmailQueries(TextIndex.NONE, 0),
                        (_, _) -> Optional.empty(),
                        new MessageComposer(stage.store, 1_000_000, new Random(1)),
                        (_, _) -> {},
                        stage.clock);
        return new EmailQueryChanges(services)
                .call(
                        new MethodCall(
                                arguments,
                                new OnlyUser(stage.account("alice")),
                                new CreatedIds(),
                                JmapLimits.defaults(),
                                Set.of()));
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

    private void compare(String when) throws Exception {
        JsonNode all =
                call("Email/get", "{\"properties\": [\"mailboxIds\", \"keywords\", \"threadId\"]}");
        Map<String, ObjectNode> server = new HashMap<>();
        all.path("list")
                .values()
                .forEach(each -> server.put(each.path("id").asString(), (ObjectNode) each));
        assertThat(emails).as(when).isEqualTo(server);
        Map<String, List<String>> heard = Map.copyOf(threads);
        threads.clear();
        keepThreads(threadIds());
        assertThat(heard).as(when).isEqualTo(threads);
        for (int i = 0; i < QUERIES.size(); i++) {
            JsonNode answer = call("Email/query", QUERIES.get(i));
            List<String> right = ids(answer.path("ids"));
            assertThat(lists.get(i)).as(when + ", " + QUERIES.get(i)).isEqualTo(right);
            assertThat(otherLists.get(i)).as(when + ", " + QUERIES.get(i)).isEqualTo(right);
        }
    }

    private void arrive(Random random) throws Exception {
        int number = messages++;
        stage.clock.advance(Duration.ofMinutes(random.nextInt(3)));
        String reply =
                number > 0 && random.nextBoolean()
                        ? "In-Reply-To: <" + random.nextInt(number) + "@x>\r\n"
                        : "";
        stage.append(
                "alice",
                random.nextInt(3) == 0 ? "Archive" : "INBOX",
                random.nextBoolean() ? Flags.NONE : Flags.of(Flags.SEEN),
                "Message-ID: <"
                        + number
                        + "@x>\r\n"
                        + reply
                        + "Subject: "
                        + (char) ('a' + random.nextInt(5))
                        + number
                        + "\r\n\r\n"
                        + (number % 2 == 0 ? "even" : "odd")
                        + "\r\n");
    }

    private void operate(Random random) throws Exception {
        AccountMailboxes alice = stage.mailboxes("alice");
        List<MailboxInfo> mailboxes = alice.list();
        MailboxId here = mailboxes.get(random.nextInt(mailboxes.size())).id();
        MailboxId there = mailboxes.get(random.nextInt(mailboxes.size())).id();
        MailboxSnapshot snapshot = alice.snapshot(here).orElseThrow();
        if (snapshot.count() == 0 || random.nextInt(5) == 0) {
            arrive(random);
            return;
        }
        UidSet uid = UidSet.of(snapshot.uid(random.nextInt(snapshot.count())));
        String email = "M" + snapshot.email(random.nextInt(snapshot.count())).value();
        switch (random.nextInt(9)) {
            case 0 -> store(alice, here, uid, FlagChange.Mode.ADD, Flags.SEEN);
            case 1 -> store(alice, here, uid, FlagChange.Mode.ADD, Flags.FLAGGED);
            case 2 -> store(alice, here, uid, FlagChange.Mode.REMOVE, Flags.SEEN);
            case 3 -> store(alice, here, uid, FlagChange.Mode.ADD, Flags.DELETED);
            case 4 -> alice.expunge(here, Optional.empty());
            case 5 -> alice.copy(here, uid, there);
            case 6 -> alice.move(here, uid, there);
            case 7 ->
                    call(
                            "Email/set",
                            "{\"update\": {\""
                                    + email
                                    + "\": {\"keywords/$flagged\": true, \"mailboxIds/F"
                                    + there.value()
                                    + "\": true}}}");
            default -> call("Email/set", "{\"destroy\": [\"" + email + "\"]}");
        }
    }

    private static void store(
            AccountMailboxes alice,
            MailboxId mailbox,
            UidSet uid,
            FlagChange.Mode mode,
            String flag) {
        alice.store(mailbox, uid, new FlagChange(mode, Flags.of(flag)), OptionalLong.empty());
    }
}
