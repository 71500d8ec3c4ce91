// SPDX-License-Identifier: Apache-2.0
package org.pabal.mta.acceptance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.pabal.mta.testing.MtaStage.MESSAGE;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.pabal.directory.Language;
import org.pabal.mta.ledger.Fact;
import org.pabal.mta.ledger.LedgerRecord;
import org.pabal.mta.ledger.LedgerRecord.Outcome;
import org.pabal.mta.policy.SourceRates;
import org.pabal.mta.reception.ReceptionConfig;
import org.pabal.mta.reception.UnknownSenderDomain;
import org.pabal.mta.testing.MtaStage;
import org.pabal.mta.testing.MtaStage.Session;
import org.pabal.storage.StorageException;

/// What the ledger learns of mails that came to nothing.
final class RefusalsTest {
    private final MtaStage stage = new MtaStage(8);

    RefusalsTest() {
        stage.directory.account("alice@d.example");
    }

    private List<LedgerRecord> written() {
        stage.refusals.write();
        Instant now = stage.clock.instant();
        return stage
                .ledger
                .between(now.minus(Duration.ofDays(1)), now.plus(Duration.ofDays(1)), 100_000)
                .stream()
                .filter(record -> record.outcome() == Outcome.REFUSED)
                .toList();
    }

    private List<String> told() {
        return written().stream().map(r -> r.recipient() + ": " + r.detail()).sorted().toList();
    }

    @Test
    void aMailWithoutAcceptedRecipientIsRecordedWithItsClient() {
        Session session = stage.receive("c@far.example");
        session.rcpt("nobody@d.example");
        session.rcpt("x@other.example");
        assertEquals(List.of(), told(), "it may still get a recipient");
        session.reset();
        session.reset();
        List<LedgerRecord> records = written();
        assertEquals(
                List.of("nobody@d.example", "x@other.example"),
                records.stream().map(LedgerRecord::recipient).toList());
        assertEquals("192.0.2.7", records.getFirst().fact(Fact.CLIENT_ADDRESS).orElseThrow());
        assertEquals("client.example", records.getFirst().fact(Fact.HELO).orElseThrow());
        assertEquals("<c@far.example>", records.getFirst().reversePath());
    }

    @Test
    void aRefusedSenderIsRecorded() {
        stage.receive("c@nowhere.example");
        assertEquals(
                List.of(
                        ": 550 5.1.8 <c@nowhere.example>: Sender domain does not exist (neither MX"
                                + " nor address in the DNS)"),
                told());
    }

    @Test
    void whatIsRefusedAtTheDotIsRecordedForEachRecipientOnce() {
        Session session = stage.receive("c@far.example").to("alice@d.example");
        session.rcpt("nobody@d.example");
        session.send("Received: x\r\n".repeat(101) + MESSAGE);
        List<String> told = told();
        assertEquals(2, told.size(), told.toString());
        assertEquals(
                "alice@d.example: 554 5.4.6 Too many hops, this mail is looping", told.getFirst());
        assertTrue(told.getLast().startsWith("nobody@d.example: 550 "));
    }

    @Test
    void contentThatBreaksOffIsRecorded() {
        stage.receive("c@far.example").to("alice@d.example").breakOff(MESSAGE);
        assertEquals(List.of("alice@d.example: the content was cut off or broke a rule"), told());
    }

    @Test
    void anAcceptedMailHasItsRefusalsInItsOwnCommit() {
        Session session = stage.receive("c@far.example").to("alice@d.example");
        session.rcpt("nobody@d.example");
        assertTrue(session.send(MESSAGE).startsWith("250 "));
        assertEquals(1, told().size());
    }

    @Test
    void lmtpRecordsTheRecipientsThatWereNotTaken() {
        stage.directory.account("tight@d.example", OptionalLong.of(300), true, Language.ENGLISH);
        stage.receiveLmtp("c@far.example")
                .to("alice@d.example", "tight@d.example")
                .sendForReplies(MESSAGE);
        assertEquals(
                List.of("tight@d.example: 552 5.2.2 Message is larger than the mailbox may be"),
                told());
    }

    @Test
    void aTargetThatAnAliasLeavesOutIsRecorded() {
        stage.directory.alias("team@d.example", "alice@d.example", "gone@d.example");
        assertTrue(
                stage.receive("c@far.example")
                        .to("team@d.example")
                        .send(MESSAGE)
                        .startsWith("250 "));
        LedgerRecord record = written().getFirst();
        assertEquals("team@d.example", record.recipient());
        assertEquals("gone@d.example", record.address());
        assertTrue(record.detail().startsWith("550 5.1.1 "), record.detail());
    }

    @Test
    void troubleOfTheStoreLosesNoRecordAndNoMail() {
        stage.receive("c@nowhere.example");
        stage.storage.failNextCommits(1, new StorageException.Unavailable("broken"));
        stage.refusals.write();
        assertEquals(1, told().size());
    }

    @Test
    void oneSessionAndAllSessionsTogetherHaveABound() {
        stage.receptionConfig =
                new ReceptionConfig(
                        MtaStage.HOSTNAME,
                        MessageLimits.defaults(),
                        false,
                        _ -> false,
                        UnknownSenderDomain.REJECT,
                        new SourceRates.Limits(Duration.ofMinutes(1), 1_000, 100_000, 1_000, 10));
        stage.build();
        Session session = stage.receive("c@far.example");
        for (int i = 0; i < 300; i++) {
            session.rcpt("nobody@d.example");
        }
        session.reset();
        assertEquals(100, written().size());
        for (int i = 0; i < 20_000; i++) {
            stage.receive("c@nowhere.example");
        }
        assertEquals(10_000, written().size());
        stage.clock.advance(Duration.ofSeconds(2));
        for (int i = 0; i < 20; i++) {
            stage.receive("c@nowhere.example");
        }
        assertEquals(10_010, written().size());
    }
}
