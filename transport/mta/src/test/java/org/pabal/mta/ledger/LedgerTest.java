// SPDX-License-Identifier: Apache-2.0
package org.pabal.mta.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.pabal.mta.ledger.LedgerRecord.Outcome;
import org.pabal.storage.Change;
import org.pabal.storage.Commit;
import org.pabal.storage.Space;
import org.pabal.storage.SpaceChanges;
import org.pabal.storage.testing.FakeStorage;
import org.pabal.testkit.FakeClock;

final class LedgerTest {
    private static final long SEED = 20261121;

    private final FakeClock clock = FakeClock.at("2026-03-01T09:00:00Z");
    private final Random random = new Random(SEED);
    private FakeStorage storage = new FakeStorage();
    private Ledger ledger = new Ledger(storage, clock, random);
    private final MailIds ids = new MailIds(clock, random);

    private LedgerRecord record(MailId mail, String recipient, Outcome outcome) {
        return new LedgerRecord(
                clock.instant(), mail, "s" + mail, "<a@far.example>", recipient, outcome, "", "");
    }

    private void commit(List<LedgerRecord> records) {
        List<Change> changes = ledger.additions(records);
        SpaceChanges part = SpaceChanges.of(Space.Shared.LEDGER, changes);
        storage.commit(new Commit(UUID.randomUUID(), List.of(part)));
    }

    /// A mail from one address to another, as it is accepted.
    private MailId mail(String from, String to) {
        MailId mail = ids.next();
        commit(accepted(mail, from, to));
        return mail;
    }

    private List<LedgerRecord> accepted(MailId mail, String from, String to) {
        LedgerRecord accepted =
                new LedgerRecord(
                                clock.instant(),
                                mail,
                                "s" + mail,
                                "<" + from + ">",
                                "",
                                Outcome.ACCEPTED,
                                "",
                                "")
                        .with(Fact.MESSAGE_ID, "<" + mail + "@far.example>");
        LedgerRecord stored =
                new LedgerRecord(
                        clock.instant(), mail, "s", "<" + from + ">", to, Outcome.STORED, "", "");
        return List.of(accepted, stored);
    }

    private List<MailId> find(Term term) {
        return ledger.find(term, Instant.EPOCH, 100).mails();
    }

    @Test
    void recordsComeBackAsTheyWereWritten() {
        MailId mail = ids.next();
        List<LedgerRecord> written =
                List.of(
                        record(mail, "", Outcome.ACCEPTED)
                                .with(Fact.MESSAGE_ID, "<한글@far.example>")
                                .with(Fact.OCTETS, "4711"),
                        record(mail, "bob@d.example", Outcome.STORED)
                                .with(Fact.MAILBOX, "INBOX")
                                .with(Fact.UID, "17"),
                        record(mail, "x".repeat(900) + "@d.example", Outcome.REFUSED));
        commit(written);
        assertEquals(written, ledger.of(mail));
        assertEquals(1, ledger.additions(written).size(), "one value a commit");
        assertEquals(List.of(), ledger.of(ids.next()));
        for (Outcome outcome : Outcome.values()) {
            assertEquals(outcome, Outcome.of(outcome.number()));
        }
        for (Fact fact : Fact.values()) {
            assertEquals(fact, Fact.of(fact.number()));
        }
    }

    @Test
    void mailsAreFoundByWhatPeopleKnowOfThem() {
        MailId first = mail("Alice@Far.example", "bob@d.example");
        MailId second = mail("carol@far.example", "bob@d.example");
        assertEquals(List.of(first), find(Term.address("alice@far.example")));
        assertEquals(List.of(first, second), find(Term.address("BOB@d.example")));
        assertEquals(List.of(second), find(Term.messageId(second + "@FAR.example")));
        assertEquals(List.of(first), find(Term.session("S" + first)));
        assertEquals(List.of(), find(Term.address("dave@d.example")));
        Ledger.Found newest = ledger.find(Term.address("bob@d.example"), Instant.EPOCH, 1);
        assertEquals(List.of(second), newest.mails());
        assertTrue(newest.more());
    }

    @Test
    void theIndexFindsWhatReadingAllFinds() {
        Map<String, List<MailId>> byAddress = new java.util.HashMap<>();
        for (int i = 0; i < LedgerIndex.MAILS_AT_ONCE * 2 + 1_000; i++) {
            String from = "u" + random.nextInt(3_000) + "@far.example";
            String to = "v" + random.nextInt(3_000) + "@d.example";
            MailId mail = mail(from, to);
            byAddress.computeIfAbsent(from, a -> new ArrayList<>()).add(mail);
            byAddress.computeIfAbsent(to, a -> new ArrayList<>()).add(mail);
            clock.advance(Duration.ofMillis(random.nextInt(20)));
            if (i % 10_000 == 0) {
                ledger.index();
            }
        }
        assertEquals(0, ledger.index(), "the newest are left out");
        clock.advance(Duration.ofMinutes(3));
        int indexed = 0;
        for (int now = ledger.index(); now > 0; now = ledger.index()) {
            indexed += now;
        }
        assertTrue(indexed >= LedgerIndex.MAILS_AT_ONCE, "seed " + SEED);
        storage = storage.reopened();
        ledger = new Ledger(storage, clock, random);
        byAddress.forEach((address, mails) ->
                assertEquals(mails, find(Term.address(address)), address + ", seed " + SEED));
    }

    /// Its id was given before the index went by, its commit came after.
    @Test
    void aMailThatTookLongIsFoundAllTheSame() {
        MailId slow = ids.next();
        for (int i = 0; i < LedgerIndex.MAILS_AT_ONCE + 1; i++) {
            mail("many@far.example", "bob@d.example");
        }
        clock.advance(Duration.ofMinutes(10));
        assertTrue(ledger.index() > 0);
        List<LedgerRecord> records = accepted(slow, "slow@far.example", "bob@d.example");
        assertTrue(ledger.additions(records).size() > 1);
        commit(records);
        assertEquals(List.of(slow), find(Term.address("slow@far.example")));
        List<LedgerRecord> later = List.of(record(slow, "bob@d.example", Outcome.BOUNCED));
        assertEquals(1, ledger.additions(later).size(), "what is found already needs no more");
    }

    @Test
    void pruningTakesTheIndexAlong() {
        for (int i = 0; i < LedgerIndex.MAILS_AT_ONCE + 1; i++) {
            mail("many@far.example", "bob@d.example");
        }
        clock.advance(Duration.ofMinutes(10));
        assertTrue(ledger.index() > 0);
        MailId kept = mail("many@far.example", "bob@d.example");
        Instant before = clock.instant().minusSeconds(1);
        while (ledger.prune(before) > 0) {}
        assertEquals(List.of(kept), find(Term.address("bob@d.example")));
        byte[] all = {0};
        byte[] end = {(byte) 0xFF};
        assertEquals(
                2,
                storage.scan(Space.Shared.LEDGER, all, end, 1_000).size(),
                "the kept mail and the mark");
    }

    @Test
    void damagedRecordsArePassedOver() {
        MailId mail = mail("a@far.example", "bob@d.example");
        byte[] key = RecordFormat.key(mail, clock.instant(), 1);
        for (byte[] value : new byte[][] {{}, {9}, {1, 5, 1}, {1, 0, 0, 99}}) {
            SpaceChanges part =
                    SpaceChanges.of(Space.Shared.LEDGER, List.of(new Change.Put(key, value)));
            storage.commit(new Commit(UUID.randomUUID(), List.of(part)));
            assertEquals(2, ledger.of(mail).size());
        }
    }

    @Test
    void theAuditFindsWhatHasNoEndOrTwo() {
        mail("a@far.example", "bob@d.example");
        MailId lost = ids.next();
        MailId twice = ids.next();
        MailId waits = ids.next();
        commit(List.of(queued(lost)));
        commit(List.of(queued(waits)));
        commit(
                List.of(
                        queued(twice),
                        ended(twice, Outcome.RELAYED),
                        ended(twice, Outcome.BOUNCED)));
        LedgerAudit audit = new LedgerAudit(ledger, (id, address) -> id.equals(waits + "-1"));
        LedgerAudit.Report report =
                audit.check(Instant.EPOCH, clock.instant().plus(Duration.ofHours(1)));
        assertEquals(4, report.mails());
        assertEquals(
                List.of(lost, twice),
                report.findings().stream().map(LedgerAudit.Finding::mail).sorted().toList());
    }

    private LedgerRecord queued(MailId mail) {
        return ended(mail, Outcome.QUEUED);
    }

    private LedgerRecord ended(MailId mail, Outcome outcome) {
        return new LedgerRecord(
                clock.instant(), mail, "s", "<>", "x@r.example", outcome, "", mail + "-1");
    }

    @Test
    void anAliasMayEndInSeveralMailboxesButNotTwiceInOne() {
        MailId mail = ids.next();
        LedgerRecord one = ended(mail, Outcome.STORED).with(Fact.ACCOUNT, "bob@d.example");
        LedgerRecord other = ended(mail, Outcome.STORED).with(Fact.ACCOUNT, "carol@d.example");
        assertTrue(Story.of(List.of(queued(mail), one, other)).copies().getFirst().isEndedOnce());
        assertFalse(Story.of(List.of(queued(mail), one, one)).copies().getFirst().isEndedOnce());
    }
}
