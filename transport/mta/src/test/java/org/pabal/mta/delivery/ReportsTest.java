// SPDX-License-Identifier: Apache-2.0
package org.pabal.mta.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.pabal.mta.testing.MtaStage.MESSAGE;

import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.pabal.directory.Account;
import org.pabal.directory.Language;
import org.pabal.message.EnhancedStatus;
import org.pabal.message.envelope.DeliverBy;
import org.pabal.message.envelope.MailRequest;
import org.pabal.message.envelope.Notify;
import org.pabal.message.envelope.OriginalRecipient;
import org.pabal.message.envelope.RecipientRequest;
import org.pabal.message.envelope.ReturnContent;
import org.pabal.mta.bounce.BounceConfig.DoubleBounces;
import org.pabal.mta.bounce.BounceConfig.Strangers;
import org.pabal.mta.delivery.RemoteSession.Outcome;
import org.pabal.mta.ledger.LedgerRecord;
import org.pabal.mta.queue.Diagnosis;
import org.pabal.mta.testing.MtaStage;
import org.pabal.smtp.DeliveryOutcome.Reports;

/// What senders ask to be told, and are told. RFC 3461, RFC 2852.
final class ReportsTest {
    private final MtaStage stage = new MtaStage(7);
    private final Account alice = stage.directory.account("alice@d.example");
    private final Account bob = stage.directory.account("bob@d.example");
    private final Map<String, String> replies = new HashMap<>();
    private Reports reports = Reports.US;

    ReportsTest() {
        stage.resolver.server("r.example", "192.0.2.50");
        stage.remote =
                (host, mail) ->
                        new Outcome.Answered(
                                mail.addresses().stream()
                                        .map(to ->
                                                replies.getOrDefault(
                                                        to.localPart(), "250 2.0.0 ok"))
                                        .map(reply ->
                                                new Diagnosis(
                                                        EnhancedStatus.of(reply.split(" ")[1]),
                                                        reply,
                                                        host.name()))
                                        .toList(),
                                new Peer(host.name(), "", "", reports));
    }

    private static RecipientRequest telling(Notify... events) {
        Set<Notify> set = EnumSet.noneOf(Notify.class);
        set.addAll(List.of(events));
        return new RecipientRequest(
                Optional.of(set), Optional.of(new OriginalRecipient("rfc822", "orig@x.example")));
    }

    private static MailRequest request(
            Optional<ReturnContent> returned, Optional<DeliverBy> deliverBy) {
        return new MailRequest(returned, Optional.of("ENV+1"), false, 0, deliverBy);
    }

    private static final MailRequest PLAIN = request(Optional.empty(), Optional.empty());

    private void submit(MailRequest request, String to, RecipientRequest about) {
        assertThat(stage.submitAsking("alice@d.example", request).to(to, about).send(MESSAGE))
                .startsWith("250");
        stage.work();
    }

    private List<String> told() {
        return stage.mailboxes.messages(alice).stream()
                .filter(message -> message.startsWith("Return-Path: <>"))
                .toList();
    }

    private List<LedgerRecord.Outcome> outcomes(String recipient) {
        return stage.ledger.between(Instant.EPOCH, stage.clock.instant().plusMillis(1), 99).stream()
                .filter(record -> record.recipient().equals(recipient))
                .map(LedgerRecord::outcome)
                .toList();
    }

    @Test
    void successAtAServerWithoutDsnIsToldAsRelayed() {
        submit(PLAIN, "x@r.example", telling(Notify.SUCCESS));
        assertThat(told()).hasSize(1);
        assertThat(told().getFirst())
                .contains("\r\nOriginal-Envelope-Id: ENV+1\r\n")
                .contains("\r\nOriginal-Recipient: rfc822; orig@x.example\r\n")
                .contains("\r\nAction: relayed\r\nStatus: 2.0.0\r\n")
                .contains("Your message \"hello\" was passed on to the mail server of x@r.example")
                .doesNotContain("Hi.");
        assertThat(stage.queue.size()).isZero();
        assertThat(outcomes("x@r.example"))
                .containsExactly(LedgerRecord.Outcome.QUEUED, LedgerRecord.Outcome.RELAYED);
    }

    @Test
    void aServerWithDsnTellsItself() {
        reports = Reports.PEER;
        submit(PLAIN, "x@r.example", telling(Notify.SUCCESS));
        assertThat(told()).isEmpty();
        MailRequest traced =
                request(
                        Optional.empty(),
                        Optional.of(new DeliverBy(3_600, DeliverBy.Mode.NOTIFY, true)));
        submit(traced, "x@r.example", telling(Notify.FAILURE));
        assertThat(told()).as("BY= with the trace flag").hasSize(1);
        submit(traced, "x@r.example", telling());
        assertThat(told()).as("but not with NEVER").hasSize(1);
    }

    @Test
    void successInAMailboxIsOwedFromTheCommitThatFilesIt() {
        stage.submitAsking("alice@d.example", PLAIN)
                .to("bob@d.example", telling(Notify.SUCCESS))
                .to("alice@d.example", telling(Notify.FAILURE))
                .send(MESSAGE);
        assertThat(stage.mailboxes.messages(bob)).hasSize(1);
        assertThat(stage.queue.size()).isEqualTo(1);
        stage.restart();
        stage.work();
        assertThat(told()).hasSize(1);
        assertThat(told().getFirst())
                .contains("\r\nFinal-Recipient: rfc822; bob@d.example\r\nAction: delivered\r\n")
                .doesNotContain("Final-Recipient: rfc822; alice");
        assertThat(outcomes("bob@d.example")).containsExactly(LedgerRecord.Outcome.STORED);
        assertThat(stage.queue.size()).isZero();
        stage.storage.collectUnnamed();
        assertThat(stage.storage.blobCount()).isEqualTo(2);
    }

    @Test
    void successInAMailboxThatWasFullIsToldWhenItComes() {
        stage.directory.account("bob@d.example", OptionalLong.of(1), true, Language.ENGLISH);
        stage.submitAsking("alice@d.example", PLAIN)
                .to("bob@d.example", telling(Notify.SUCCESS))
                .to("alice@d.example")
                .send(MESSAGE);
        stage.work();
        assertThat(told()).isEmpty();
        stage.directory.account("bob@d.example");
        stage.workNext();
        assertThat(stage.mailboxes.messages(bob)).hasSize(1);
        assertThat(told()).hasSize(1);
        assertThat(told().getFirst()).contains("\r\nAction: delivered\r\n");
    }

    /// RFC 3461 §5.2.7.
    @Test
    void anAddressOfSeveralIsToldAsExpandedAndItsCopiesAsNothing() {
        stage.directory.alias("team@d.example", "bob@d.example", "x@r.example");
        submit(PLAIN, "team@d.example", telling(Notify.SUCCESS));
        assertThat(stage.queue.size()).isZero();
        assertThat(told()).hasSize(1);
        assertThat(told().getFirst())
                .contains("\r\nFinal-Recipient: rfc822; team@d.example\r\nAction: expanded\r\n");
        stage.directory.alias("one@d.example", "bob@d.example");
        submit(PLAIN, "one@d.example", telling(Notify.SUCCESS));
        assertThat(told().getLast())
                .contains("\r\nFinal-Recipient: rfc822; one@d.example\r\nAction: delivered\r\n");
    }

    @Test
    void neverMeansNever() {
        replies.put("x", "550 5.1.1 no");
        replies.put("y", "451 4.3.0 later");
        submit(PLAIN, "x@r.example", telling());
        submit(PLAIN, "y@r.example", telling());
        while (stage.queue.size() > 0) {
            stage.workNext();
        }
        assertThat(told()).isEmpty();
        assertThat(outcomes("x@r.example")).contains(LedgerRecord.Outcome.DISCARDED);
        assertThat(outcomes("y@r.example")).endsWith(LedgerRecord.Outcome.DISCARDED);
    }

    @Test
    void delayIsToldToThoseWhoWantIt() {
        replies.put("x", "451 4.3.0 later");
        submit(PLAIN, "x@r.example", telling(Notify.FAILURE));
        submit(PLAIN, "x@r.example", telling(Notify.DELAY));
        for (int i = 0; i < 12; i++) {
            stage.workNext();
        }
        assertThat(told()).hasSize(1);
        assertThat(told().getFirst()).contains("\r\nAction: delayed\r\n");
        assertThat(outcomes("x@r.example")).contains(LedgerRecord.Outcome.DELAY_REPORTED);
    }

    @Test
    void whatMustArriveInTimeIsGivenUpThen() {
        replies.put("x", "451 4.3.0 later");
        Instant start = stage.clock.instant();
        MailRequest hurried =
                request(
                        Optional.empty(),
                        Optional.of(new DeliverBy(7_200, DeliverBy.Mode.RETURN, false)));
        submit(hurried, "x@r.example", RecipientRequest.NONE);
        while (stage.queue.size() > 0) {
            stage.workNext();
        }
        assertThat(Duration.between(start, stage.clock.instant())).isEqualTo(Duration.ofHours(2));
        assertThat(told()).hasSize(1);
        assertThat(told().getFirst())
                .contains("\r\nAction: failed\r\nStatus: 5.4.7\r\n")
                .contains("the time that the sender allowed is over");
    }

    @Test
    void whatShouldArriveInTimeIsToldThenAndGoesOn() {
        replies.put("x", "451 4.3.0 later");
        MailRequest hurried =
                request(
                        Optional.empty(),
                        Optional.of(new DeliverBy(7_200, DeliverBy.Mode.NOTIFY, false)));
        submit(hurried, "x@r.example", telling(Notify.FAILURE));
        Instant until = stage.clock.instant().plus(Duration.ofHours(3));
        while (stage.clock.instant().isBefore(until)) {
            stage.workNext();
        }
        assertThat(told()).hasSize(1);
        assertThat(told().getFirst()).contains("\r\nAction: delayed\r\n");
        assertThat(stage.queue.size()).isEqualTo(1);
    }

    /// RFC 3461 §4.3.
    @Test
    void asMuchComesBackAsWasAskedFor() {
        replies.put("x", "550 5.1.1 no");
        submit(
                request(Optional.of(ReturnContent.HEADERS), Optional.empty()),
                "x@r.example",
                RecipientRequest.NONE);
        assertThat(told().getLast()).contains("text/rfc822-headers").doesNotContain("Hi.");
        submit(PLAIN, "x@r.example", RecipientRequest.NONE);
        assertThat(told().getLast()).contains("message/rfc822").contains("\r\n\r\nHi.\r\n");
        String large = MESSAGE + "x".repeat(70).concat("\r\n").repeat(1_000);
        stage.submitAsking(
                        "alice@d.example",
                        request(Optional.of(ReturnContent.FULL), Optional.empty()))
                .to("x@r.example")
                .send(large);
        stage.work();
        assertThat(told().getLast()).contains("text/rfc822-headers").doesNotContain("Hi.");
    }

    /// THREATS I7, O05: what a stranger asks is done only where strangers are told at all.
    @Test
    void strangersAreToldOfSuccessOnlyBySetting() {
        stage.receiveAsking("s@far.example", PLAIN)
                .to("bob@d.example", telling(Notify.SUCCESS))
                .send(MESSAGE);
        stage.work();
        assertThat(stage.queue.size()).isZero();
        stage.bounceConfig = stage.bounceConfig.with(Strangers.TELL_SENDER);
        stage.build();
        stage.resolver.server("far.example", "192.0.2.60");
        stage.receiveAsking("s@far.example", PLAIN)
                .to("bob@d.example", telling(Notify.SUCCESS))
                .send(MESSAGE);
        stage.work();
        assertThat(outcomes("s@far.example")).endsWith(LedgerRecord.Outcome.RELAYED);
    }

    /// THREATS O05.
    @Test
    void aReportThatFailsGoesToThePostmasterOnlyBySettingAndNoFurther() {
        stage.bounceConfig = stage.bounceConfig.with(DoubleBounces.TELL_POSTMASTER);
        stage.build();
        replies.put("x", "550 5.1.1 no");
        stage.submit("alice@d.example", "").to("x@r.example").send(MESSAGE);
        stage.work();
        assertThat(told()).hasSize(1);
        assertThat(told().getFirst()).contains("\r\nTo: postmaster@d.example\r\n");
        stage.directory.alias("postmaster@d.example", "postmaster@r.example");
        replies.put("postmaster", "550 5.1.1 no");
        stage.submit("alice@d.example", "").to("x@r.example").send(MESSAGE);
        stage.work();
        assertThat(stage.queue.size()).isZero();
        assertThat(outcomes("postmaster@d.example"))
                .endsWith(LedgerRecord.Outcome.FAILED, LedgerRecord.Outcome.DISCARDED);
    }

    @Test
    void delayAndExpiryDoNotWaitForADestinationAtRest() {
        stage.queue.suspend(org.pabal.mta.queue.Destination.Kind.DOMAIN, "port 25 is blocked");
        Instant start = stage.clock.instant();
        submit(PLAIN, "x@r.example", RecipientRequest.NONE);
        while (stage.queue.size() > 0) {
            stage.clock.advance(Duration.ofMinutes(10));
            stage.work();
            Duration age = Duration.between(start, stage.clock.instant());
            assertThat(told()).hasSize(age.compareTo(Duration.ofHours(4)) < 0 ? 0 : told().size());
            assertThat(age).isLessThan(Duration.ofDays(6));
        }
        assertThat(told()).hasSize(2);
        assertThat(told().getFirst()).contains("\r\nAction: delayed\r\n");
        assertThat(told().getLast())
                .contains("\r\nStatus: 5.4.7\r\n")
                .contains("port 25 is blocked");
        assertThat(outcomes("x@r.example"))
                .containsExactlyInAnyOrder(
                        LedgerRecord.Outcome.QUEUED,
                        LedgerRecord.Outcome.DELAY_REPORTED,
                        LedgerRecord.Outcome.FAILED,
                        LedgerRecord.Outcome.BOUNCED);
    }
}
