// SPDX-License-Identifier: Apache-2.0
package org.pabal.mta.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pabal.directory.Account;
import org.pabal.directory.AccountId;
import org.pabal.mailbox.AccountMailboxes.NameOutcome;
import org.pabal.mailbox.Filing;
import org.pabal.mailbox.Flags;
import org.pabal.mailbox.MailboxId;
import org.pabal.mailbox.MailboxName;
import org.pabal.mailbox.ObjectIds;
import org.pabal.mailbox.stored.MailboxConfig;
import org.pabal.mailbox.stored.StoredMailboxes;
import org.pabal.mda.ArrivedMail;
import org.pabal.mda.Decision;
import org.pabal.mda.DeliveryAgent;
import org.pabal.mda.FilingRules;
import org.pabal.mda.LocalRecipient;
import org.pabal.mta.queue.Destination;
import org.pabal.mta.testing.MtaStage;
import org.pabal.mta.webhook.NoticeCounts.Outcome;
import org.pabal.mta.webhook.Webhook.Format;
import org.pabal.storage.Change;

/// From a mail's promise to a server of the web that has its notification.
final class WebhookDeliveryTest {
    private static final NoticeRules RULES = NoticeRules.PRESET;

    private final MtaStage stage = new MtaStage(5);
    private final Account bob = stage.directory.account("bob@d.example");
    private final List<Webhook> webhooks = new ArrayList<>();
    private final Map<String, WebhookRecord> written = new HashMap<>();
    private final Set<String> known = new HashSet<>();
    private final NoticeCounts counts = new NoticeCounts();
    private String mailbox = "INBOX";
    private Flags flags = Flags.NONE;

    @TempDir private Path folder;

    @SuppressWarnings("NullAway.Init")
    private Receiver receiver;

    @SuppressWarnings("NullAway.Init")
    private WebhookDelivery delivery;

    private final Webhooks kept =
            new Webhooks() {
                @Override
                public List<Webhook> of(AccountId account) {
                    return account.equals(bob.id()) ? webhooks : List.of();
                }

                @Override
                public WebhookRecord record(AccountId account, String webhook) {
                    return written.getOrDefault(webhook, WebhookRecord.EMPTY);
                }

                @Override
                public List<Change> keeping(
                        AccountId account, String webhook, WebhookRecord record) {
                    written.put(webhook, record);
                    return List.of(
                            new Change.Put(
                                    ("VWR" + webhook).getBytes(StandardCharsets.US_ASCII),
                                    new byte[] {1}));
                }
            };

    /// Files where the test wants it.
    private final DeliveryAgent filing =
            new DeliveryAgent() {
                @Override
                public Decision decide(ArrivedMail mail, LocalRecipient recipient) {
                    Filing plain = new FilingRules().decide(mail, recipient).filings().getFirst();
                    return Decision.Taken.filed(
                            new Filing(
                                    plain.account(),
                                    MailboxName.of(mailbox),
                                    plain.message(),
                                    flags,
                                    plain.internalDate(),
                                    plain.deliveryKey()));
                }

                @Override
                public Decision.Taken insteadOf(
                        Decision.Refused refusal, ArrivedMail mail, LocalRecipient recipient) {
                    throw new AssertionError(refusal);
                }
            };

    @BeforeEach
    void open() throws IOException {
        receiver = new Receiver(folder);
        delivery = new WebhookDelivery(kept, receiver.client(), stage.clock, counts);
        stage.webhooks = delivery;
        stage.otherStore =
                Optional.of(storage ->
                        new StoredMailboxes(storage, stage.clock, MailboxConfig.defaults()));
        stage.agent =
                built ->
                        new WebhookAgent(
                                filing,
                                kept,
                                built.store,
                                (_, address) -> known.contains(address),
                                to -> built.queue.waiting(to),
                                counts);
        stage.build();
    }

    @AfterEach
    void close() {
        stage.store.close();
        receiver.close();
    }

    private Webhook webhook(String id, URI url, Format format, String template, NoticeRules rules) {
        Webhook made = new Webhook(id, id, url, format, template, "s3cret", true, rules);
        webhooks.removeIf(each -> each.id().equals(id));
        webhooks.add(made);
        return made;
    }

    private Webhook webhook(NoticeRules rules) {
        return webhook("W1", receiver.url("/in"), Format.JSON, "", rules);
    }

    private void receive(String from, String content) {
        assertThat(stage.receive(from).to("bob@d.example").send(content)).startsWith("250");
    }

    private void receive() {
        receive("ann@far.example", MtaStage.MESSAGE);
    }

    @Test
    void theNotificationIsPromisedWithTheMailAndPostedOnce() {
        webhook(RULES);
        receive();
        assertThat(receiver.posts).isEmpty();
        assertThat(stage.queue.size()).isEqualTo(1);
        stage.clock.advance(Duration.ofSeconds(2));
        stage.work();
        assertThat(stage.queue.size()).isZero();
        assertThat(receiver.posts).hasSize(1);
        assertThat(receiver.last().path()).isEqualTo("/in");
        assertThat(receiver.last().body())
                .contains("\"account\":\"bob@d.example\"")
                .contains("\"sender\":\"Alice <alice@d.example>\"")
                .contains("\"address\":\"alice@d.example\"")
                .contains("\"subject\":\"hello\"")
                .contains("\"mailbox\":\"INBOX\"")
                .contains("\"messageId\":\"<1@client.example>\"")
                .contains("\"received\":\"2026-03-01T09:00:00Z\"");
        assertThat(counts.of(Outcome.TOLD)).isEqualTo(1);
        assertThat(counts.percentileMillis(50).orElseThrow()).isBetween(2_000L, 2_500L);
        WebhookRecord record = delivery.record(bob.id(), "W1");
        assertThat(record.last().orElseThrow().status()).isEqualTo(200);
        assertThat(record.times().percentileMillis(95).orElseThrow()).isBetween(2_000L, 2_500L);
    }

    @Test
    void theServerDiesBetweenThePromiseAndThePost() {
        webhook(RULES);
        receive();
        stage.restart();
        stage.work();
        assertThat(receiver.posts).hasSize(1);
    }

    /// It is posted from where it was promised, and nothing is written of an account that is elsewhere.
    @Test
    void theAccountMovesBetweenThePromiseAndThePost() {
        webhook(RULES);
        receive();
        stage.directory.account("bob@d.example", "b");
        stage.work();
        assertThat(receiver.posts).hasSize(1);
        assertThat(stage.queue.size()).isZero();
        assertThat(written).isEmpty();
    }

    @Test
    void theSignatureIsOverIdTimeAndBody() throws Exception {
        webhook(RULES);
        receive();
        stage.work();
        Receiver.Post post = receiver.last();
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec("s3cret".getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
        String signed =
                post.fields().get("webhook-id")
                        + "."
                        + post.fields().get("webhook-timestamp")
                        + "."
                        + post.body();
        String expected =
                Base64.getEncoder()
                        .encodeToString(mac.doFinal(signed.getBytes(StandardCharsets.UTF_8)));
        assertThat(post.fields()).containsEntry("webhook-signature", "v1," + expected);
        assertThat(post.body()).doesNotContain("s3cret");
    }

    @Test
    void eachFormatIsAsItsReadersWantIt() {
        webhook("W1", receiver.url("/values"), Format.VALUES, "", RULES);
        webhook("W2", receiver.url("/ntfy"), Format.NTFY, "", RULES);
        webhook(
                "W3",
                receiver.url("/own"),
                Format.TEMPLATE,
                "{\"text\":\"{{name}}: {{ subject }}\"}",
                RULES);
        receive(
                "ann@far.example",
                "From: =?UTF-8?B?6rmA7ZWY64qY?= <haneul@code.example>\r\n"
                        + "Subject: =?UTF-8?B?IuqysOygnCI=?=\r\n\r\nHi.\r\n");
        stage.work();
        Map<String, Receiver.Post> posts = new HashMap<>();
        receiver.posts.forEach(each -> posts.put(each.path(), each));
        assertThat(posts.get("/values").body())
                .isEqualTo(
                        "{\"value1\":\"김하늘 <haneul@code.example>\","
                                + "\"value2\":\"\\\"결제\\\"\",\"value3\":\"Hi.\"}");
        assertThat(posts.get("/ntfy").body()).isEqualTo("\"결제\"\nHi.");
        assertThat(posts.get("/ntfy").fields().get("title")).startsWith("=?UTF-8?B?");
        assertThat(posts.get("/own").body()).isEqualTo("{\"text\":\"김하늘: \\\"결제\\\"\"}");
    }

    @Test
    void nobodySeesAnAddressOfSrs() {
        webhook(RULES);
        receive("SRS0=abcd=XY=orig.example=ann@far.example", "Subject: x\r\n\r\nHi.\r\n");
        stage.work();
        assertThat(receiver.last().body())
                .contains("\"address\":\"ann@orig.example\"")
                .doesNotContain("SRS0");
    }

    @Test
    void whatIsNotToBeShownIsNotSent() {
        webhook(new NoticeRules(new Wanted.All(), Optional.empty(), Show.SENDER));
        receive();
        stage.work();
        assertThat(receiver.last().body())
                .contains("Alice")
                .contains("\"subject\":\"New mail\"")
                .doesNotContain("hello");
        webhook(new NoticeRules(new Wanted.All(), Optional.empty(), Show.NONE));
        receive();
        stage.work();
        assertThat(receiver.last().body()).doesNotContain("lice").doesNotContain("hello");
    }

    @Test
    void onlyPeopleWhoWereWrittenTo() {
        webhook(new NoticeRules(new Wanted.Known(), Optional.empty(), Show.FULL));
        receive();
        assertThat(stage.queue.size()).isZero();
        known.add("alice@d.example");
        receive();
        assertThat(stage.queue.size()).isEqualTo(1);
    }

    @Test
    void onlyChosenMailboxesAndNeverJunk() {
        MailboxId lists =
                stage.store.open(bob).create(MailboxName.of("Lists"), Optional.empty())
                                instanceof NameOutcome.Done(var made)
                        ? made
                        : new MailboxId(0);
        webhook(
                new NoticeRules(
                        new Wanted.Mailboxes(Set.of(ObjectIds.of(lists))),
                        Optional.empty(),
                        Show.FULL));
        receive();
        assertThat(stage.queue.size()).isZero();
        mailbox = "Lists";
        receive();
        assertThat(stage.queue.size()).isEqualTo(1);
        webhook("W2", receiver.url("/all"), Format.JSON, "", RULES);
        mailbox = "Junk";
        receive();
        assertThat(stage.queue.size()).isEqualTo(1);
    }

    /// As a script sets them with `addflag`. RFC 5232 §3
    @Test
    void onlyMailWithALabel() {
        webhook(
                new NoticeRules(
                        new Wanted.Keywords(Flags.of("work", "urgent")),
                        Optional.empty(),
                        Show.FULL));
        receive();
        flags = Flags.of("private");
        receive();
        assertThat(stage.queue.size()).isZero();
        flags = Flags.of("private", "Work");
        receive();
        assertThat(stage.queue.size()).isEqualTo(1);
        mailbox = "Junk";
        receive();
        assertThat(stage.queue.size()).isEqualTo(1);
    }

    @Test
    void nothingInQuietHours() {
        QuietHours night =
                new QuietHours(LocalTime.of(17, 30), LocalTime.of(7, 0), ZoneId.of("Asia/Seoul"));
        webhook(new NoticeRules(new Wanted.All(), Optional.of(night), Show.FULL));
        receive(); // 18:00 in Seoul
        assertThat(stage.queue.size()).isZero();
        stage.clock.set(Instant.parse("2026-03-01T22:00:00Z")); // 07:00
        receive();
        assertThat(stage.queue.size()).isEqualTo(1);
        stage.clock.set(Instant.parse("2026-03-02T09:00:00Z"));
        stage.work();
        assertThat(receiver.posts).isEmpty();
        assertThat(stage.queue.size()).isZero();
    }

    @Test
    void aServerInTroubleIsAskedAgain() {
        webhook(RULES);
        receive();
        receiver.status = "500 Broken";
        stage.work();
        assertThat(stage.queue.size()).isEqualTo(1);
        receiver.status = "204 Done";
        stage.clock.advance(Duration.ofSeconds(30));
        stage.work();
        assertThat(stage.queue.size()).isZero();
        assertThat(receiver.posts).hasSize(2);
        assertThat(receiver.posts.get(0).fields().get("webhook-id"))
                .isEqualTo(receiver.posts.get(1).fields().get("webhook-id"));
    }

    @Test
    void theLastAnswerIsQuotedAndTheKeyCanBePutRight() {
        webhook(RULES);
        receive();
        receiver.status = "401 Unauthorized";
        receiver.said = "\r\nInvalid\u0007 key\r\nmore";
        stage.work();
        assertThat(delivery.record(bob.id(), "W1").last().orElseThrow().said())
                .isEqualTo("Invalid  key");
        assertThat(written.get("W1")).isEqualTo(delivery.record(bob.id(), "W1"));
        receiver.status = "200 OK";
        webhook("W1", receiver.url("/right"), Format.JSON, "", RULES);
        stage.workNext();
        assertThat(receiver.last().path()).isEqualTo("/right");
        assertThat(stage.queue.size()).isZero();
    }

    @Test
    void afterADayItIsNoNews() {
        webhook(RULES);
        receive();
        receiver.status = "503 Later";
        for (int i = 0; i < 300 && stage.queue.size() > 0; i++) {
            stage.workNext();
        }
        assertThat(stage.queue.size()).isZero();
        assertThat(Duration.between(Instant.parse("2026-03-01T09:00:00Z"), stage.clock.instant()))
                .isBetween(Duration.ofHours(24), Duration.ofHours(25));
        assertThat(stage.store.open(bob).quota().messages().used()).isEqualTo(1);
    }

    /// THREATS J07
    @Test
    void nothingGoesInside() {
        webhook("W1", URI.create("https://inside.example/"), Format.JSON, "", RULES);
        receive();
        stage.work();
        assertThat(stage.queue.size()).isZero();
        assertThat(delivery.record(bob.id(), "W1").last().orElseThrow().said())
                .contains("sieve.notify-networks");
    }

    @Test
    void oneThatIsGoneKeepsNoOtherWaiting() {
        webhook("W1", URI.create("https://hook.example:1/"), Format.JSON, "", RULES);
        webhook("W2", receiver.url("/up"), Format.JSON, "", RULES);
        for (int i = 0; i < 20; i++) {
            receive();
        }
        stage.work();
        assertThat(receiver.posts).hasSize(20);
        assertThat(stage.queue.waiting(Destination.webhook("bob@d.example", "W1"))).isEqualTo(20);
        assertThat(counts.of(Outcome.FAILED)).isLessThan(20);
    }

    @Test
    void aWebhookThatWasRemovedIsToldNothing() {
        webhook(RULES);
        receive();
        webhooks.clear();
        stage.work();
        assertThat(receiver.posts).isEmpty();
        assertThat(stage.queue.size()).isZero();
    }
}
