// SPDX-License-Identifier: Apache-2.0
package org.pabal.mta.delivery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.pabal.mta.testing.MtaStage.MESSAGE;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.pabal.directory.Account;
import org.pabal.directory.Language;
import org.pabal.message.Domain;
import org.pabal.message.EnhancedStatus;
import org.pabal.mta.bounce.BounceConfig.Strangers;
import org.pabal.mta.delivery.RemoteSession.Outcome;
import org.pabal.mta.ledger.LedgerRecord;
import org.pabal.mta.queue.Diagnosis;
import org.pabal.mta.queue.QueueEntry;
import org.pabal.mta.queue.Recipient;
import org.pabal.mta.queue.RelayedOctets;
import org.pabal.mta.relay.Contact;
import org.pabal.mta.routing.NextHop;
import org.pabal.mta.routing.RoutingConfig;
import org.pabal.mta.routing.Smarthosts;
import org.pabal.mta.testing.MtaStage;
import org.pabal.storage.StorageException;

/// What becomes of queued mail, and who learns of it.
final class QueueDeliveryTest {
    private final MtaStage stage = new MtaStage(4);
    private final Account alice = stage.directory.account("alice@d.example");

    /// What the remote server says to each local-part; 250 where nothing is said.
    private final Map<String, String> replies = new HashMap<>();

    private final List<String> delivered = new ArrayList<>();

    QueueDeliveryTest() {
        stage.resolver.server("r.example", "192.0.2.50");
        stage.remote = this::transmit;
    }

    private Outcome transmit(RemoteHost host, OutboundMail mail) {
        List<Diagnosis> found = new ArrayList<>();
        mail.addresses()
                .forEach(to -> {
                    String reply = replies.getOrDefault(to.localPart(), "250 2.0.0 ok");
                    if (reply.startsWith("250")) {
                        delivered.add(to.toString());
                    }
                    found.add(
                            new Diagnosis(
                                    EnhancedStatus.of(reply.split(" ")[1]), reply, host.name()));
                });
        return new Outcome.Answered(found);
    }

    private void submit(String... to) {
        String reply = stage.submit("alice@d.example", "alice@d.example").to(to).send(MESSAGE);
        assertTrue(reply.startsWith("250"), reply);
    }

    private List<String> reports() {
        return stage.mailboxes.messages(alice);
    }

    private List<LedgerRecord.Outcome> outcomes(String recipient) {
        return stage
                .ledger
                .between(Instant.EPOCH, stage.clock.instant().plusMillis(1), 1_000)
                .stream()
                .filter(record -> record.recipient().equals(recipient))
                .map(LedgerRecord::outcome)
                .toList();
    }

    /// THREATS O04.
    @Test
    void eachRecipientHasAFateOfItsOwn() {
        replies.put("later", "451 4.3.0 busy");
        replies.put("never", "550 5.1.1 no such user");
        submit("good@r.example", "later@r.example", "never@r.example");
        stage.work();
        assertEquals(List.of("good@r.example"), delivered);
        assertEquals(1, reports().size());
        QueueEntry entry = stage.queue.list(Optional.empty(), 2).getFirst();
        assertEquals(
                List.of(
                        Recipient.State.DELIVERED,
                        Recipient.State.PENDING,
                        Recipient.State.REPORTED),
                entry.recipients().stream().map(Recipient::state).toList());
        replies.clear();
        stage.restart();
        stage.workNext();
        assertEquals(List.of("good@r.example", "later@r.example"), delivered);
        assertEquals(1, reports().size());
        assertEquals(0, stage.queue.size());
        assertEquals(
                List.of(
                        LedgerRecord.Outcome.QUEUED,
                        LedgerRecord.Outcome.DEFERRED,
                        LedgerRecord.Outcome.RELAYED),
                outcomes("later@r.example"));
        assertTrue(
                outcomes("never@r.example")
                        .containsAll(
                                List.of(
                                        LedgerRecord.Outcome.FAILED,
                                        LedgerRecord.Outcome.BOUNCED)));
    }

    @Test
    void aReportSaysWhatHappenedAndShowsTheMail() {
        replies.put("never", "550 5.1.1 no such\u001b user\r\nX-Forged: yes");
        submit("never@r.example");
        stage.work();
        String report = reports().getFirst();
        assertTrue(report.startsWith("Return-Path: <>\r\n"), report);
        assertTrue(report.contains("\r\nTo: alice@d.example\r\n"), report);
        assertTrue(report.contains("\r\nAuto-Submitted: auto-replied\r\n"), report);
        assertTrue(report.contains("multipart/report; report-type=delivery-status;"), report);
        assertTrue(report.contains("\r\nReporting-MTA: dns; mail.d.example\r\n"), report);
        assertTrue(report.contains("\r\nFinal-Recipient: rfc822; never@r.example\r\n"), report);
        assertTrue(report.contains("\r\nAction: failed\r\nStatus: 5.1.1\r\n"), report);
        assertTrue(report.contains("\r\nRemote-MTA: dns; mx.r.example\r\n"), report);
        assertTrue(report.contains("smtp; 550 5.1.1 no such? user??X-Forged: yes\r\n"), report);
        assertFalse(report.contains("\r\nX-Forged"), report);
        assertTrue(report.contains("\r\nSubject: hello\r\n"), "the mail's header section");
        assertTrue(report.contains("\r\n\r\nHi.\r\n"), "it is small: the whole comes back");
        assertFalse(report.substring("Return-Path: <>".length()).contains("Return-Path"), report);
    }

    @Test
    void reportsSpeakTheLanguageOfTheirReader() {
        stage.directory.account("alice@d.example", OptionalLong.empty(), true, Language.KOREAN);
        replies.put("never", "550 5.1.1 no");
        submit("never@r.example");
        stage.work();
        assertTrue(reports().getFirst().contains("Subject: =?"), reports().getFirst());
    }

    @Test
    void theAddressBehindAnAliasIsNotTold() {
        stage.bounceConfig = stage.bounceConfig.with(Strangers.TELL_SENDER);
        stage.build();
        stage.directory.alias("team@d.example", "never@r.example");
        replies.put("never", "550 5.7.1 no");
        submit("team@d.example");
        stage.work();
        assertTrue(reports().getFirst().contains("Final-Recipient: rfc822; team@d.example\r\n"));
        assertFalse(reports().getFirst().contains("never@r.example"));
    }

    @Test
    void whatCannotBeDeliveredIsTriedForFiveDaysAndReportedLateAndLost() {
        replies.put("later", "451 4.3.0 busy");
        submit("later@r.example");
        Instant start = stage.clock.instant();
        stage.work();
        while (stage.queue.size() > 0) {
            stage.workNext();
            Duration age = Duration.between(start, stage.clock.instant());
            assertTrue(age.compareTo(Duration.ofDays(6)) < 0);
            if (age.compareTo(Duration.ofHours(4)) < 0) {
                assertEquals(0, reports().size());
            }
        }
        assertEquals(2, reports().size());
        String all = String.join("", reports());
        assertTrue(all.contains("Action: delayed\r\nStatus: 4.3.0\r\n"), all);
        assertTrue(all.contains("Will-Retry-Until: Fri, 6 Mar 2026 09:00:00 +0000\r\n"), all);
        assertTrue(all.contains("Action: failed\r\nStatus: 5.4.7\r\n"), all);
        assertFalse(
                Duration.between(start, stage.clock.instant()).compareTo(Duration.ofDays(5)) < 0);
        stage.storage.collectUnnamed();
        assertEquals(2, stage.storage.blobCount(), "the two reports");
    }

    /// THREATS O05.
    @Test
    void noReportOnAReport() {
        replies.put("never", "550 5.1.1 no");
        stage.submit("alice@d.example", "").to("never@r.example").send(MESSAGE);
        stage.work();
        assertEquals(0, reports().size());
        assertEquals(0, stage.queue.size());
        assertTrue(outcomes("never@r.example").contains(LedgerRecord.Outcome.DISCARDED));
    }

    /// THREATS I7, O05.
    @Test
    void strangersGetNoReportUnlessTheSettingsSaySo() {
        stage.directory.alias("out@d.example", "never@r.example");
        replies.put("never", "550 5.7.1 spam");
        stage.receive("stranger@far.example").to("out@d.example").send(MESSAGE);
        stage.work();
        assertEquals(0, stage.queue.size());
        assertEquals(1, reports().size(), "alice is postmaster");
        assertTrue(reports().getFirst().contains("\r\nTo: postmaster@d.example\r\n"));

        stage.bounceConfig = stage.bounceConfig.with(Strangers.TELL_NOBODY);
        stage.build();
        stage.receive("stranger@far.example").to("out@d.example").send(MESSAGE);
        stage.work();
        assertEquals(1, reports().size());
        assertEquals(0, stage.queue.size());

        stage.bounceConfig = stage.bounceConfig.with(Strangers.TELL_SENDER);
        stage.build();
        stage.resolver.server("far.example", "192.0.2.60");
        stage.receive("stranger@far.example").to("out@d.example").send(MESSAGE);
        stage.work();
        assertEquals(List.of("stranger@far.example"), delivered);
        assertEquals(0, stage.queue.size());
    }

    /// THREATS O05.
    @Test
    void tenReportsAMinuteReachOneAddressAndTheOthersFollow() {
        replies.put("never", "550 5.1.1 no");
        for (int i = 0; i < 25; i++) {
            submit("never@r.example");
        }
        stage.work();
        assertEquals(10, reports().size());
        assertEquals(15, stage.queue.size());
        stage.restart(); // what is owed survives
        while (stage.queue.size() > 0) {
            stage.workNext();
        }
        assertEquals(25, reports().size());
        assertEquals(0, delivered.size());
    }

    @Test
    void aReportThatFindsNoRoomWaitsInTheQueue() {
        replies.put("never", "550 5.1.1 no");
        submit("never@r.example");
        stage.directory.account("alice@d.example", OptionalLong.of(10), true, Language.ENGLISH);
        stage.work();
        assertEquals(0, reports().size());
        assertEquals(1, stage.queue.size());
        stage.directory.account("alice@d.example");
        stage.workNext();
        assertEquals(1, reports().size());
        assertEquals(0, stage.queue.size());
    }

    @Test
    void aReportToAnAccountThatIsGoneEndsInTheLedger() {
        replies.put("never", "550 5.1.1 no");
        submit("never@r.example");
        stage.directory.removeAccount("alice@d.example");
        stage.work();
        assertEquals(0, stage.queue.size());
        assertTrue(outcomes("never@r.example").contains(LedgerRecord.Outcome.DISCARDED));
    }

    @Test
    void aDirectoryThatIsAwayDelaysAndLosesNothing() {
        replies.put("never", "550 5.1.1 no");
        submit("never@r.example", "good@r.example");
        stage.directory.down(true);
        stage.work();
        assertEquals(List.of(), delivered);
        stage.directory.down(false);
        stage.workNext();
        assertEquals(List.of("good@r.example"), delivered);
        assertEquals(1, reports().size());
        assertEquals(0, stage.queue.size());
    }

    /// THREATS O03: what another server has taken is not forgotten while the store is out of order.
    @Test
    void anOutcomeIsOfferedToTheStoreUntilItTakesIt() {
        submit("good@r.example");
        int[] pauses = new int[1];
        stage.pause = length -> pauses[0]++;
        stage.storage.failNextCommits(5, new StorageException.Unavailable("broken"));
        stage.work();
        assertEquals(5, pauses[0]);
        assertEquals(List.of("good@r.example"), delivered);
        assertEquals(0, stage.queue.size());
        stage.restart();
        assertEquals(0, stage.queue.size());
    }

    @Test
    void aDestinationWithoutAnAnswerRests() {
        stage.remote =
                (host, mail) -> {
                    delivered.add("tried");
                    return new Outcome.NotReached(
                            Diagnosis.ours("4.4.1", "no answer"), Contact.UNCLEAR);
                };
        submit("a@r.example");
        submit("b@r.example");
        stage.work();
        assertEquals(List.of("tried"), delivered);
        assertEquals(2, stage.queue.size());
        assertEquals(1, outcomes("a@r.example").size() - 1);
        assertEquals(0, outcomes("b@r.example").size() - 1, "no attempt is counted");
        delivered.clear();
        stage.remote = this::transmit;
        stage.clock.advance(Duration.ofMinutes(10));
        stage.work();
        assertEquals(List.of("b@r.example", "a@r.example"), delivered, "b was never tried");
    }

    @Test
    void settingsThatChangeLeadWaitingMailElsewhere() {
        replies.put("x", "451 4.3.0 busy");
        submit("x@r.example");
        stage.work();
        replies.clear();
        stage.routingConfig =
                new RoutingConfig(
                        Smarthosts.one(
                                new NextHop.Relay("r", NextHop.Host.of("relay.example", 2525))),
                        Map.of(Domain.of("fixed.example"), NextHop.Host.of("192.0.2.77", 26)));
        stage.resolver.address("relay.example", "192.0.2.70");
        List<String> hosts = new ArrayList<>();
        stage.remote =
                (host, mail) -> {
                    hosts.add(host.toString());
                    return transmit(host, mail);
                };
        stage.restart();
        stage.workNext();
        submit("a@one.example", "b@two.example", "c@fixed.example");
        assertEquals(2, stage.queue.size(), "one entry for the relay host, one for the other");
        stage.work();
        assertEquals(
                List.of(
                        "192.0.2.77[192.0.2.77]:26",
                        "relay.example[192.0.2.70]:2525",
                        "relay.example[192.0.2.70]:2525"),
                hosts.stream().sorted().toList());
    }

    @Test
    void aDomainThatHasBecomeOursIsFiled() {
        replies.put("bob", "451 4.3.0 busy");
        submit("bob@r.example", "x@r.example");
        stage.work();
        stage.directory.domain("r.example");
        Account bob = stage.directory.account("bob@r.example");
        stage.workNext();
        assertEquals(1, stage.mailboxes.messages(bob).size());
        assertTrue(stage.mailboxes.messages(bob).getFirst().startsWith("Return-Path: <alice@"));
        assertEquals(0, stage.queue.size());
        stage.storage.collectUnnamed();
        assertEquals(1, stage.storage.blobCount());
    }

    @Test
    void anAccountThatHasBecomeAnAliasLeadsOn() {
        Account bob =
                stage.directory.account(
                        "bob@d.example", OptionalLong.of(100), true, Language.ENGLISH);
        Account carol = stage.directory.account("carol@d.example");
        String reply =
                stage.receive("s@far.example").to("bob@d.example", "carol@d.example").send(MESSAGE);
        assertTrue(reply.startsWith("250"), reply);
        stage.directory.removeAccount("bob@d.example");
        stage.directory.alias("bob@d.example", "carol@d.example", "x@r.example");
        stage.work();
        assertEquals(List.of("x@r.example"), delivered);
        assertEquals(2, stage.mailboxes.messages(carol).size());
        assertEquals(0, stage.queue.size());
        assertEquals(List.of(), stage.mailboxes.messages(bob));
    }

    @Test
    void otherServersDoNotGetOurReturnPath() {
        List<String> content = new ArrayList<>();
        stage.remote =
                (host, mail) -> {
                    try (var in = new RelayedOctets(stage.storage, mail.content()).open()) {
                        byte[] octets = in.readAllBytes();
                        assertEquals(octets.length, mail.content().relayedOctets());
                        content.add(
                                new String(octets, java.nio.charset.StandardCharsets.ISO_8859_1));
                    } catch (java.io.IOException impossible) {
                        throw new AssertionError(impossible);
                    }
                    return transmit(host, mail);
                };
        submit("x@r.example", "alice@d.example");
        stage.work();
        assertTrue(content.getFirst().startsWith("Received: by mail.d.example"));
        assertTrue(content.getFirst().endsWith(MESSAGE));
        assertTrue(reports().getFirst().startsWith("Return-Path: <alice@d.example>\r\nReceived"));
    }

    @Test
    void manyRecipientsOfOneDestinationTravelInHundreds() {
        var session = stage.submit("alice@d.example", "alice@d.example");
        for (int i = 0; i < 250; i++) {
            session.to("u" + i + "@r.example");
        }
        session.send(MESSAGE);
        assertEquals(3, stage.queue.size());
        stage.work();
        assertEquals(250, delivered.size());
    }
}
