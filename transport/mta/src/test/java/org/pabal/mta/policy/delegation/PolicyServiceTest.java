// SPDX-License-Identifier: Apache-2.0
package org.pabal.mta.policy.delegation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.pabal.mta.testing.MtaStage.MESSAGE;
import static org.pabal.mta.testing.MtaStage.text;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.pabal.directory.Account;
import org.pabal.mta.policy.Checks;
import org.pabal.mta.policy.FailureAction;
import org.pabal.mta.testing.MtaStage;
import org.pabal.mta.testing.MtaStage.Session;
import org.pabal.wire.Connector;
import org.pabal.wire.Wire;
import org.pabal.wire.WireLimits;

/// Policy services behind reception, as they speak on a real socket.
final class PolicyServiceTest {
    private final MtaStage stage = new MtaStage(1);
    private final Account alice = stage.directory.account("alice@d.example");
    private final Account bob = stage.directory.account("bob@d.example");
    private final Wire wire =
            new Wire(WireLimits.standard().withBodyPace(0, Duration.ofSeconds(60)));
    private Optional<FakePolicyService> service = Optional.empty();

    @AfterEach
    void stop() {
        service.ifPresent(FakePolicyService::close);
        wire.close();
    }

    private FakePolicyService use(FakePolicyService fake, PolicyStage... stages) {
        return use(fake, FailureAction.TEMPFAIL, stages);
    }

    private FakePolicyService use(
            FakePolicyService fake, FailureAction whenDown, PolicyStage... stages) {
        service = Optional.of(fake);
        PolicyServiceConfig config =
                new PolicyServiceConfig(
                        "fake",
                        fake.address(),
                        stages.length == 0 ? Set.of(PolicyStage.RCPT) : Set.of(stages),
                        Duration.ofSeconds(20),
                        whenDown,
                        "Pabal 1");
        stage.checks = new Checks(List.of(new PolicyService(config, new Connector(wire))));
        return fake;
    }

    private Session mail() {
        return stage.receive("c@far.example");
    }

    private String rcpt() {
        return text(mail().rcpt("alice@d.example"));
    }

    private String received() {
        String message = stage.mailboxes.messages(alice).getFirst();
        return message.substring(message.indexOf("+0000\r\n") + 7);
    }

    @Test
    void aRequestHasTheAttributesThatPostfixDocuments() {
        FakePolicyService fake = use(FakePolicyService.answering("DUNNO"));
        mail().to("alice@d.example").send(MESSAGE);
        Map<String, String> request = fake.requests.getFirst();
        assertThat(request.keySet())
                .containsExactlyInAnyOrder(
                        "request",
                        "protocol_state",
                        "protocol_name",
                        "client_address",
                        "client_name",
                        "client_port",
                        "reverse_client_name",
                        "server_address",
                        "server_port",
                        "helo_name",
                        "sender",
                        "recipient",
                        "recipient_count",
                        "queue_id",
                        "instance",
                        "size",
                        "etrn_domain",
                        "stress",
                        "sasl_method",
                        "sasl_username",
                        "sasl_sender",
                        "ccert_subject",
                        "ccert_issuer",
                        "ccert_fingerprint",
                        "ccert_pubkey_fingerprint",
                        "encryption_protocol",
                        "encryption_cipher",
                        "encryption_keysize",
                        "policy_context",
                        "mail_version");
        assertThat(request)
                .containsEntry("request", "smtpd_access_policy")
                .containsEntry("protocol_state", "RCPT")
                .containsEntry("protocol_name", "ESMTP")
                .containsEntry("client_address", "192.0.2.7")
                .containsEntry("client_name", "unknown")
                .containsEntry("helo_name", "client.example")
                .containsEntry("sender", "c@far.example")
                .containsEntry("recipient", "alice@d.example")
                .containsEntry("recipient_count", "0")
                .containsEntry("size", "0");
        assertThat(received()).isEqualTo(MESSAGE);
    }

    @Test
    void oneConnectionAndOneInstanceForAMail() {
        FakePolicyService fake = use(FakePolicyService.answering("DUNNO"));
        Session first = mail();
        first.to("alice@d.example", "bob@d.example").send(MESSAGE);
        first.again("d@far.example").to("alice@d.example");
        List<String> instances = fake.requests.stream().map(r -> r.get("instance")).toList();
        assertThat(instances.get(0)).isEqualTo(instances.get(1)).isNotEqualTo(instances.get(2));
        assertThat(fake.connections()).isEqualTo(1);
    }

    @Test
    void everyStageThatIsConfiguredIsAsked() {
        FakePolicyService fake = use(FakePolicyService.answering("OK"), PolicyStage.values());
        mail().to("alice@d.example", "bob@d.example").send(MESSAGE);
        assertThat(fake.requests)
                .extracting(r -> r.get("protocol_state"))
                .containsExactly("MAIL", "RCPT", "RCPT", "DATA", "END-OF-MESSAGE");
        assertThat(fake.requests.getLast())
                .containsEntry("recipient", "")
                .containsEntry("recipient_count", "2")
                .containsEntry("size", Integer.toString(MESSAGE.length()));
    }

    @Test
    void refusalsAreWordedAsPostfixWordsThem() {
        Map<String, String> replies =
                Map.of(
                        "REJECT",
                                "554 5.7.1 <alice@d.example>: Recipient address rejected: Access"
                                        + " denied",
                        "reject 5.7.7 Not today",
                                "554 5.7.7 <alice@d.example>: Recipient address rejected: Not"
                                        + " today",
                        "DEFER_IF_PERMIT Greylisted",
                                "450 4.7.1 <alice@d.example>: Recipient address rejected:"
                                        + " Greylisted",
                        "DEFER",
                                "450 4.7.1 <alice@d.example>: Recipient address rejected: Access"
                                        + " denied",
                        "451 4.3.0 Busy",
                                "451 4.3.0 <alice@d.example>: Recipient address rejected: Busy",
                        "550 \u00fcber",
                                "550 5.7.1 <alice@d.example>: Recipient address rejected: ??ber",
                        "FILTER smtp:x", "451 4.3.5 Server configuration error",
                        "REDIRECT x@y.example", "451 4.3.5 Server configuration error",
                        "reject_unknown_client", "451 4.3.5 Server configuration error");
        replies.forEach((action, reply) -> {
            try (FakePolicyService fake = use(FakePolicyService.answering(action))) {
                assertThat(rcpt()).as(action).isEqualTo(reply);
            }
        });
        for (String action :
                List.of("OK", "DUNNO", "DEFER_IF_REJECT x", "1234", "WARN x", "INFO")) {
            try (FakePolicyService fake = use(FakePolicyService.answering(action))) {
                assertThat(rcpt()).as(action).isEqualTo("accept");
            }
        }
    }

    @Test
    void otherStagesNameWhatWasRefused() {
        use(FakePolicyService.answering("REJECT no"), PolicyStage.MAIL);
        assertThat(text(mail().mail))
                .isEqualTo("554 5.7.1 <c@far.example>: Sender address rejected: no");
        use(FakePolicyService.answering("REJECT no"), PolicyStage.DATA);
        assertThat(mail().to("alice@d.example").send(MESSAGE))
                .isEqualTo("554 5.7.1 <DATA>: Data command rejected: no");
        use(FakePolicyService.answering("REJECT no"), PolicyStage.END_OF_MESSAGE);
        assertThat(mail().to("alice@d.example").send(MESSAGE))
                .isEqualTo("554 5.7.1 <END-OF-MESSAGE>: End-of-data rejected: no");
        assertThat(stage.mailboxes.messages(alice)).isEmpty();
    }

    @Test
    void fieldsArePrependedInTheirOrder() {
        use(
                new FakePolicyService(request ->
                        "action=PREPEND X-Asked: for " + request.get("recipient") + "\n\n"));
        mail().to("alice@d.example", "bob@d.example").send(MESSAGE);
        assertThat(received())
                .isEqualTo(
                        "X-Asked: for alice@d.example\r\nX-Asked: for bob@d.example\r\n" + MESSAGE);
    }

    @Test
    void mailIsDiscardedHeldOrCopied() {
        use(FakePolicyService.answering("DISCARD spam trap"));
        assertThat(mail().to("alice@d.example").send(MESSAGE)).startsWith("250 ");
        assertThat(stage.mailboxes.messages(alice)).isEmpty();
        use(FakePolicyService.answering("HOLD look at it"));
        assertThat(mail().to("alice@d.example").send(MESSAGE)).startsWith("250 ");
        assertThat(stage.mailboxes.messages(alice)).isEmpty();
        assertThat(stage.queue.list(Optional.empty(), 10).getFirst().held())
                .contains("policy service fake: look at it");
        use(FakePolicyService.answering("BCC bob@d.example"));
        mail().to("alice@d.example").send(MESSAGE);
        assertThat(stage.mailboxes.messages(bob)).hasSize(1);
    }

    @Test
    void whatASessionBeforeWantedIsForgotten() {
        int[] mails = new int[1];
        use(
                new FakePolicyService(
                        _ -> mails[0]++ == 0 ? "action=DISCARD\n\n" : "action=DUNNO\n\n"));
        Session first = mail();
        first.to("alice@d.example").breakOff(MESSAGE);
        first.again("d@far.example").to("alice@d.example").send(MESSAGE);
        assertThat(stage.mailboxes.messages(alice)).hasSize(1);
    }

    @Test
    void aConnectionThatTheServiceHasClosedIsMadeAnew() {
        int[] requests = new int[1];
        FakePolicyService fake =
                use(new FakePolicyService(_ -> requests[0]++ == 1 ? "" : "action=DUNNO\n\n"));
        assertThat(mail().to("alice@d.example", "bob@d.example").send(MESSAGE)).startsWith("250 ");
        assertThat(fake.connections()).isEqualTo(2);
    }

    @Test
    void aServiceThatIsDownLeavesTheMailToTheDefault() {
        FakePolicyService gone = FakePolicyService.answering("OK");
        gone.close();
        use(gone, FailureAction.TEMPFAIL);
        assertThat(rcpt()).isEqualTo("451 4.7.1 Service unavailable - try again later");
        use(gone, FailureAction.ACCEPT);
        assertThat(rcpt()).isEqualTo("accept");
        use(gone, FailureAction.REJECT);
        assertThat(rcpt()).isEqualTo("550 5.5.0 Service unavailable");
    }

    @Test
    void answersThatAreNoneLeaveTheMailToTheDefault() {
        for (String answer : List.of("\n\n", "hello\n\n", "x".repeat(20_000))) {
            use(new FakePolicyService(_ -> answer));
            assertThat(rcpt()).startsWith("451 4.7.1 ");
        }
    }

    @Test
    void anyTextIsAnAction() {
        long seed = 7;
        Random random = new Random(seed);
        String[] words = {
            "REJECT", "PREPEND", "HOLD", "BCC", "554", "4", " ", ":", "5.7.1", "\u0000", "x"
        };
        for (int i = 0; i < 20_000; i++) {
            StringBuilder text = new StringBuilder();
            for (int n = random.nextInt(6); n >= 0; n--) {
                text.append(words[random.nextInt(words.length)])
                        .append(random.nextBoolean() ? " " : "");
            }
            try {
                assertThat(PolicyAction.parse(text.toString())).isNotNull();
            } catch (RuntimeException bug) {
                throw new AssertionError("seed " + seed + ": " + text, bug);
            }
        }
    }
}
