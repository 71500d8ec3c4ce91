// SPDX-License-Identifier: Apache-2.0
package org.pabal.jmap.trace;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.pabal.directory.DirectoryAdministration.Alias;
import org.pabal.jmap.email.submission.SendingStage;
import org.pabal.mailbox.Flags;
import org.pabal.message.Address;
import org.pabal.mta.ledger.Fact;
import org.pabal.mta.ledger.LedgerRecord;
import org.pabal.mta.ledger.LedgerRecord.Outcome;
import org.pabal.mta.ledger.MailId;
import org.pabal.storage.Commit;
import org.pabal.storage.Space;
import org.pabal.storage.SpaceChanges;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

class TraceTest {
    private static final JsonMapper JSON = new JsonMapper();
    private static final String FAR = "x@far.example";

    private final SendingStage stage = new SendingStage();
    private String mail = "";

    /// Alice sends a mail to bob, to team, which is bob and somebody elsewhere, and to the far one.
    @BeforeEach
    void send() throws Exception {
        stage.addAccount("carol");
        stage.directory.addAlias(
                new Alias(
                        Address.of("team@example.org"),
                        List.of(
                                Address.of("bob@example.org"),
                                Address.of("member@hidden.example"))));
        stage.append(
                "alice",
                "Drafts",
                Flags.NONE,
                "From: alice@example.org\r\nTo: bob@example.org\r\nMessage-ID: <one@example.org>\r\n"
                        + "Subject: x\r\n\r\nx\r\n");
        JsonNode sent =
                call(
                        "alice",
                        "EmailSubmission/set",
                        """
                        {"create": {"s": {"identityId": "I0", "emailId": "M1", "envelope": {"mailFrom": {"email": "alice@example.org"},
                        "rcptTo": [{"email": "bob@example.org"}, {"email": "team@example.org"}, {"email": "x@far.example"}]}}}}
                        """);
        mail = sent.path("created").path("s").path("id").asString();
        assertThat(mail).as(sent.toString()).isNotEmpty();
    }

    @AfterEach
    void close() {
        stage.close();
    }

    private JsonNode call(String who, String method, String arguments) throws Exception {
        return stage.call(who, method, (ObjectNode) JSON.readTree(arguments));
    }

    private JsonNode trace(String who) throws Exception {
        return call(who, "Trace/get", "{\"ids\": [\"" + mail + "\"]}");
    }

    private void happens(
            Outcome outcome, String recipient, String detail, Fact fact, String value) {
        stage.clock.advance(Duration.ofSeconds(1));
        LedgerRecord record =
                new LedgerRecord(
                        stage.clock.instant(),
                        MailId.parse(mail).orElseThrow(),
                        "s",
                        "<alice@example.org>",
                        recipient,
                        outcome,
                        detail,
                        mail + "-9");
        stage.storage.commit(
                new Commit(
                        UUID.randomUUID(),
                        List.of(
                                SpaceChanges.of(
                                        Space.Shared.LEDGER,
                                        List.of(
                                                stage.ledger()
                                                        .addition(record.with(fact, value)))))));
    }

    private JsonNode delivery(String recipient) throws Exception {
        return call("alice", "EmailSubmission/get", "{\"ids\": [\"" + mail + "\"]}")
                .path("list")
                .path(0)
                .path("deliveryStatus")
                .path(recipient);
    }

    private static JsonNode outcome(JsonNode trace, String recipient) {
        return StreamSupport.stream(
                        trace.path("list").path(0).path("outcomes").spliterator(), false)
                .filter(each -> each.path("recipient").asString().equals(recipient))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void theSenderSeesEveryRecipientAsNamed() throws Exception {
        JsonNode trace = trace("alice");
        assertThat(trace.path("list").path(0).path("role").asString()).isEqualTo("sender");
        JsonNode envelope = trace.path("list").path(0).path("envelope");
        assertThat(envelope.path("mailFrom").asString()).isEqualTo("alice@example.org");
        assertThat(envelope.path("rcptTo").values())
                .extracting(JsonNode::asString)
                .containsExactlyInAnyOrder("bob@example.org", "team@example.org", FAR);
        assertThat(outcome(trace, "bob@example.org").path("outcome").asString())
                .isEqualTo("delivered");
        assertThat(outcome(trace, FAR).path("outcome").asString()).isEqualTo("waiting");
        assertThat(outcome(trace, FAR).path("tried").asBoolean()).isFalse();
        assertThat(outcome(trace, FAR).path("nextAttempt").asString())
                .startsWith("2026-03-01T12:0");
        assertThat(delivery(FAR).path("delivered").asString()).isEqualTo("queued");
        assertThat(delivery("bob@example.org").path("delivered").asString()).isEqualTo("yes");
    }

    @Test
    void theSenderSeesNothingOfOthersMailboxesOrOfWhomAnAliasLeadsTo() throws Exception {
        happens(
                Outcome.DEFERRED,
                "team@example.org",
                "450 4.2.0 <member@hidden.example> try later",
                Fact.ADDRESS,
                "member@hidden.example");
        String shown = trace("alice").toString();
        assertThat(shown)
                .doesNotContain("hidden.example")
                .doesNotContain("INBOX")
                .doesNotContain("mailbox");
        assertThat(outcome(trace("alice"), "team@example.org").path("outcome").asString())
                .isEqualTo("delivered");
        assertThat(delivery("team@example.org").toString()).doesNotContain("hidden.example");
    }

    @Test
    void whatTheOtherServerSaidIsQuoted() throws Exception {
        happens(Outcome.DEFERRED, FAR, "421 4.7.0 try again later", Fact.HOST, "mx1.far.example");
        JsonNode waits = outcome(trace("alice"), FAR);
        assertThat(waits.path("outcome").asString()).isEqualTo("waiting");
        assertThat(waits.path("tried").asBoolean()).isTrue();
        assertThat(waits.path("said").asString()).isEqualTo("421 4.7.0 try again later");
        happens(Outcome.FAILED, FAR, "550 5.1.1 no such user", Fact.HOST, "mx1.far.example");
        happens(Outcome.BOUNCED, FAR, "reported to alice@example.org: 550 5.1.1", Fact.MAIL, mail);
        JsonNode trace = trace("alice");
        JsonNode failed = outcome(trace, FAR);
        assertThat(failed.path("outcome").asString()).isEqualTo("failed");
        assertThat(failed.path("said").asString()).isEqualTo("550 5.1.1 no such user");
        assertThat(failed.path("host").asString()).isEqualTo("mx1.far.example");
        JsonNode events = trace.path("list").path(0).path("events");
        JsonNode event = events.path(events.size() - 2);
        assertThat(event.path("kind").asString()).isEqualTo("failed");
        assertThat(event.path("code").asString()).isEqualTo("5.1.1");
        assertThat(event.path("arguments").toString()).isEqualTo("{\"host\":\"mx1.far.example\"}");
        assertThat(delivery(FAR).path("delivered").asString()).isEqualTo("no");
        assertThat(delivery(FAR).path("smtpReply").asString()).isEqualTo("550 5.1.1 no such user");
    }

    @Test
    void aRecipientSeesTheOwnCopyAlone() throws Exception {
        JsonNode trace = trace("bob").path("list").path(0);
        assertThat(trace.path("role").asString()).isEqualTo("recipient");
        assertThat(trace.toString()).doesNotContain("far.example").doesNotContain("hidden.example");
        assertThat(trace.path("events").path(0).path("kind").asString()).isEqualTo("accepted");
        assertThat(trace.path("events").path(0).path("arguments").toString()).isEqualTo("{}");
        JsonNode stored =
                trace.path("events")
                        .valueStream()
                        .filter(event -> event.path("kind").asString().equals("stored"))
                        .findFirst()
                        .orElseThrow();
        assertThat(stored.path("arguments").path("mailbox").asString()).isEqualTo("INBOX");
    }

    /// By a detail, by an alias that leads here alone, by a group: whatever the client named.
    @Test
    void aRecipientFindsWhatCameByAnotherAddress() throws Exception {
        stage.directory.addAlias(
                new Alias(
                        Address.of("captain@example.org"),
                        List.of(Address.of("carol@example.org"))));
        for (String named : List.of("carol+lists", "captain")) {
            JsonNode sent =
                    call(
                            "alice",
                            "EmailSubmission/set",
                            """
                            {"create": {"s": {"identityId": "I0", "emailId": "M1", "envelope": {"mailFrom": {"email": "alice@example.org"},
                            "rcptTo": [{"email": "%s@example.org"}]}}}}
                            """
                                    .formatted(named));
            String id = sent.path("created").path("s").path("id").asString();
            assertThat(call("carol", "Trace/query", "{}").path("ids").values())
                    .extracting(JsonNode::asString)
                    .as(named)
                    .contains(id);
            assertThat(call("carol", "Trace/get", "{\"ids\": [\"" + id + "\"]}").path("list"))
                    .hasSize(1);
        }
    }

    @Test
    void nobodyElseSeesIt() throws Exception {
        JsonNode trace = trace("carol");
        assertThat(trace.path("list")).isEmpty();
        assertThat(trace.path("notFound").path(0).asString()).isEqualTo(mail);
        assertThat(
                        call(
                                        "carol",
                                        "Trace/query",
                                        "{\"filter\": {\"queueId\": \"" + mail + "\"}}")
                                .path("ids"))
                .isEmpty();
        assertThat(
                        call(
                                        "carol",
                                        "Trace/query",
                                        "{\"filter\": {\"messageId\": \"one@example.org\"}}")
                                .path("ids"))
                .isEmpty();
    }

    @Test
    void aScriptThatDiscardsIsNotToldToTheSender() throws Exception {
        happens(
                Outcome.DISCARDED,
                "bob@example.org",
                "script mine",
                Fact.ACCOUNT,
                "bob@example.org");
        String shown = trace("alice").toString();
        assertThat(shown).doesNotContain("discarded").doesNotContain("script");
        assertThat(delivery("bob@example.org").path("delivered").asString()).isEqualTo("yes");
        assertThat(trace("bob").toString()).contains("discarded").contains("script mine");
    }

    @Test
    void aMailIsFoundByItsIdsAndByTheMessageInAMailbox() throws Exception {
        for (String filter :
                List.of(
                        "{\"queueId\": \"" + mail + "\"}",
                        "{\"queueId\": \"" + mail + "-1\"}",
                        "{\"messageId\": \"<one@example.org>\"}",
                        "{\"emailId\": \"M1\"}",
                        "{}",
                        "{\"after\": \"2026-03-01T11:00:00Z\", \"before\": \"2026-03-01T13:00:00Z\"}")) {
            JsonNode found = call("alice", "Trace/query", "{\"filter\": " + filter + "}");
            assertThat(found.path("ids").toString()).as(filter).isEqualTo("[\"" + mail + "\"]");
        }
        for (String filter :
                List.of(
                        "{\"emailId\": \"M77\"}",
                        "{\"before\": \"2026-03-01T11:00:00Z\"}",
                        "{\"messageId\": \"two@example.org\"}",
                        "{\"queueId\": \"nonsense\"}")) {
            JsonNode found = call("alice", "Trace/query", "{\"filter\": " + filter + "}");
            assertThat(found.path("ids")).as(filter).isEmpty();
        }
    }

    @Test
    void refusalsAreToldWithoutWhatIsForOperators() throws Exception {
        happens(
                Outcome.REFUSED,
                FAR,
                "550 5.7.1 Not allowed (rule 7 of the policy)",
                Fact.STATUS,
                "5.7.1");
        assertThat(outcome(trace("alice"), FAR).path("said").asString())
                .isEqualTo("550 5.7.1 Not allowed");
        assertThat(trace("alice").toString()).doesNotContain("rule 7");
    }
}
