// SPDX-License-Identifier: Apache-2.0
package org.pabal.mta.queue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.pabal.message.Address;
import org.pabal.message.Domain;
import org.pabal.message.ReversePath;
import org.pabal.message.UnavailableException;
import org.pabal.message.envelope.MailRequest;
import org.pabal.message.envelope.RecipientRequest;
import org.pabal.mta.ledger.Ledger;
import org.pabal.mta.ledger.LedgerRecord;
import org.pabal.mta.ledger.MailId;
import org.pabal.mta.queue.Intervention.Result;
import org.pabal.mta.testing.FakeMarks;
import org.pabal.storage.BlobId;
import org.pabal.storage.BlobWriter;
import org.pabal.storage.Commit;
import org.pabal.storage.Space;
import org.pabal.storage.SpaceChanges;
import org.pabal.storage.StorageException;
import org.pabal.storage.testing.FakeStorage;
import org.pabal.testkit.FakeClock;

final class QueueTest {
    private final FakeClock clock = FakeClock.at("2026-03-01T09:00:00Z");
    private final Random random = new Random(3);
    private final FakeMarks marks = new FakeMarks();
    private FakeStorage storage = new FakeStorage();
    private QueueConfig config = QueueConfig.defaults();
    private Queue queue = open();
    private int mails;

    private Queue open() {
        return new Queue(storage, config, clock, random, new Ledger(storage, clock, random), marks);
    }

    private void restart() {
        storage.stopFailing();
        storage = storage.reopened();
        queue = open();
    }

    private QueueEntry entry(String domain, String... localParts) {
        List<Recipient> recipients = new ArrayList<>();
        for (String localPart : localParts) {
            Address address = Address.of(localPart + "@" + domain);
            recipients.add(Recipient.pending(address, address.toString(), RecipientRequest.NONE));
        }
        BlobId blob;
        try (BlobWriter writer = storage.newBlob()) {
            writer.write(new byte[10], 0, 10);
            blob = writer.finish().id();
        }
        Instant now = clock.instant();
        return new QueueEntry(
                new QueueId(new MailId(now.toEpochMilli(), mails++), 1),
                Destination.domain(Domain.of(domain)),
                Origin.SUBMITTED,
                "s1",
                new ReversePath.To(Address.of("a@d.example")),
                recipients,
                new Content(blob, 10, 0, false, false, false, ""),
                MailRequest.NONE,
                now,
                now.plus(config.expiry()),
                Progress.begun(now, Optional.empty(), Optional.empty()));
    }

    private QueueEntry add(String domain, String... localParts) {
        QueueEntry entry = entry(domain, localParts);
        commit(queue.additions(List.of(entry)));
        queue.added(List.of(entry));
        return entry;
    }

    private void commit(List<org.pabal.storage.Change> changes) {
        storage.commit(
                new Commit(
                        UUID.randomUUID(), List.of(SpaceChanges.of(Space.Shared.QUEUE, changes))));
    }

    /// Finds the same for every pending recipient and records it.
    private QueueWorker finding(String status) {
        return lease -> {
            QueueEntry entry = lease.entry();
            List<Diagnosis> found =
                    entry.pending().stream().map(r -> Diagnosis.ours(status, "so")).toList();
            QueueEntry after =
                    lease.scheduled(
                            entry.afterAttempt(found, clock.instant()).reported(), clock.instant());
            commit(lease.changes(after));
            lease.settled(after);
        };
    }

    @Test
    void entriesOutliveARestartUnchanged() {
        QueueEntry first = add("r.example", "x", "y");
        QueueEntry second = add("s.example", "\"odd @ one\"", "가나");
        restart();
        assertEquals(List.of(first, second), queue.list(Optional.empty(), 10));
        assertEquals(List.of(second), queue.list(Optional.of(first.id()), 10));
        assertEquals(Optional.of(first), queue.find(first.id()));
        assertEquals(2, queue.status().entries());
        assertEquals(Optional.of(first.id()), QueueId.parse(first.id().toString()));
    }

    @Test
    void deliveredEntriesAndTheirContentGo() {
        add("r.example", "x");
        assertEquals(1, queue.workOff(finding("2.0.0")));
        assertEquals(0, queue.size());
        storage.collectUnnamed();
        assertEquals(0, storage.blobCount());
        restart();
        assertEquals(0, queue.size());
    }

    @Test
    void whatIsDeferredComesBackByTheSchedule() {
        QueueEntry entry = add("r.example", "x");
        Instant last = clock.instant();
        for (int attempt = 1; attempt <= 8; attempt++) {
            assertEquals(1, queue.workOff(finding("4.2.0")), "attempt " + attempt);
            assertEquals(0, queue.workOff(finding("4.2.0")), "not before its time");
            Duration planned =
                    config.schedule().get(Math.min(attempt, config.schedule().size()) - 1);
            Instant due = queue.nextDue().orElseThrow();
            Duration wait = Duration.between(last, due);
            assertTrue(wait.compareTo(planned) >= 0, attempt + ": " + wait);
            assertTrue(wait.compareTo(planned.multipliedBy(6).dividedBy(5)) <= 0, "" + wait);
            restart();
            assertEquals(Optional.of(due), queue.nextDue());
            clock.set(due);
            last = due;
        }
        assertEquals(8, queue.find(entry.id()).orElseThrow().attempts());
    }

    @Test
    void whatHasExpiredFailsWithItsNextAttemptNotWithoutOne() {
        QueueEntry entry = add("r.example", "x");
        clock.advance(config.expiry());
        List<Diagnosis> found = List.of(Diagnosis.ours("4.2.1", "450 busy"));
        Recipient given = entry.afterAttempt(found, clock.instant()).recipients().getFirst();
        assertEquals(Recipient.State.FAILED, given.state());
        assertEquals("5.4.7", given.last().orElseThrow().status().toString());
        assertTrue(given.last().orElseThrow().text().endsWith("450 busy"));
        assertEquals(1, queue.workOff(finding("2.0.0")), "a last attempt may succeed");
        assertEquals(0, queue.size());
    }

    /// THREATS O07, I9.
    @Test
    void whatBreaksItsWorkerThreeTimesIsHeldAndTheQueueGoesOn() {
        QueueEntry poison = add("r.example", "x");
        add("r.example", "y");
        QueueWorker breaking =
                lease -> {
                    if (lease.entry().id().equals(poison.id())) {
                        throw new StackOverflowError("boom");
                    }
                    finding("2.0.0").work(lease);
                };
        for (int i = 0; i < 10; i++) {
            queue.workOff(breaking);
            restart();
            clock.set(queue.nextDue().orElse(clock.instant()));
        }
        QueueEntry held = queue.find(poison.id()).orElseThrow();
        assertTrue(held.held().orElseThrow().contains("boom"));
        assertEquals(3, held.crashes());
        assertEquals(1, queue.status().held());
        assertEquals(1, queue.size());
        List<LedgerRecord> records =
                new Ledger(storage, clock, random)
                        .between(Instant.EPOCH, clock.instant().plusSeconds(1), 9);
        assertEquals(LedgerRecord.Outcome.HELD, records.getFirst().outcome());

        assertEquals(Result.DONE, queue.intervene(poison.id(), new Intervention.Retry()));
        assertEquals(0, queue.status().held());
        assertEquals(1, queue.workOff(finding("2.0.0")));
        assertEquals(0, queue.size());
    }

    /// THREATS O07: the process dies, not only the worker.
    @Test
    void whatTheServerDiedOverThreeTimesIsHeld() {
        QueueEntry poison = add("r.example", "x");
        for (int i = 0; i < 5; i++) {
            add("s" + i + ".example", "y");
        }
        for (int deaths = 0; deaths < 3; deaths++) {
            assertEquals(0, queue.status().held());
            marks.begin(poison.id()); // and never ends
            if (deaths == 1) {
                marks.begin(queue.list(Optional.empty(), 9).getLast().id());
            }
            restart();
            clock.advance(Duration.ofSeconds(10));
        }
        QueueEntry held = queue.find(poison.id()).orElseThrow();
        assertTrue(held.held().orElseThrow().startsWith("the server died 3 times"));
        assertEquals(1, queue.status().held());
        assertEquals(1, queue.list(Optional.empty(), 9).getLast().crashes());
        assertEquals(5, queue.workOff(finding("2.0.0")));
        assertEquals(Result.DONE, queue.intervene(poison.id(), new Intervention.Release()));
        assertEquals(1, queue.workOff(finding("2.0.0")));
    }

    @Test
    void troubleOfOursIsNoCrash() {
        QueueEntry entry = add("r.example", "x");
        for (int i = 0; i < 5; i++) {
            assertEquals(
                    1,
                    queue.workOff(lease -> {
                        throw new UnavailableException("directory down");
                    }));
            clock.set(queue.nextDue().orElseThrow());
        }
        assertEquals(0, queue.find(entry.id()).orElseThrow().crashes());
        assertEquals(1, queue.workOff(finding("2.0.0")));
    }

    @Test
    void anOutcomeThatWasNotRecordedIsNoOutcome() {
        add("r.example", "x");
        storage.failNextCommits(1, new StorageException.Unavailable("broken"));
        queue.workOff(finding("2.0.0"));
        assertEquals(1, queue.size());
        clock.set(queue.nextDue().orElseThrow());
        queue.workOff(finding("2.0.0"));
        assertEquals(0, queue.size());
    }

    @Test
    void operatorsRetryAndRemove() {
        QueueEntry entry = add("r.example", "x");
        queue.workOff(finding("4.2.0"));
        assertEquals(Result.DONE, queue.intervene(entry.id(), new Intervention.Retry()));
        assertEquals(1, queue.workOff(finding("4.2.0")));
        assertEquals(Result.DONE, queue.intervene(entry.id(), new Intervention.Remove("spam")));
        assertEquals(
                Result.NO_SUCH_ENTRY, queue.intervene(entry.id(), new Intervention.Remove("spam")));
        assertEquals(Result.NO_SUCH_ENTRY, queue.intervene(entry.id(), new Intervention.Retry()));
        assertEquals(0, queue.size());
        assertEquals(Optional.empty(), queue.nextDue());
        storage.collectUnnamed();
        assertEquals(0, storage.blobCount());
        QueueEntry busy = add("r.example", "y");
        queue.workOff(lease -> {
            assertEquals(
                    Result.IN_USE, queue.intervene(busy.id(), new Intervention.Remove("spam")));
            finding("4.2.0").work(lease);
        });
        assertEquals(1, queue.size());
    }

    @Test
    void whatIsHeldWaitsUntilItIsReleased() {
        QueueEntry entry = add("r.example", "x", "y");
        assertEquals(Result.DONE, queue.intervene(entry.id(), new Intervention.Hold("looked at")));
        assertEquals(Result.UNCHANGED, queue.intervene(entry.id(), new Intervention.Hold("again")));
        restart();
        assertEquals(0, queue.workOff(finding("2.0.0")));
        assertEquals(Optional.of("looked at"), queue.find(entry.id()).orElseThrow().held());
        assertEquals(Result.DONE, queue.intervene(entry.id(), new Intervention.Release()));
        assertEquals(Result.UNCHANGED, queue.intervene(entry.id(), new Intervention.Release()));
        assertEquals(
                List.of(
                        "x@r.example HELD looked at",
                        "y@r.example HELD looked at",
                        "x@r.example RELEASED by an operator",
                        "y@r.example RELEASED by an operator"),
                records());
        assertEquals(1, queue.workOff(finding("2.0.0")));
    }

    /// Told apart by time alone.
    private List<String> records() {
        return new Ledger(storage, clock, random)
                .between(Instant.EPOCH, clock.instant().plusSeconds(1), 10_000).stream()
                        .map(r -> r.recipient() + " " + r.outcome() + " " + r.detail())
                        .sorted(
                                java.util.Comparator.comparing(
                                                (String text) -> text.contains("RELEASED"))
                                        .thenComparing(text -> text))
                        .toList();
    }

    @Test
    void interventionsReachAllThatFitInBoundedCalls() {
        for (int i = 0; i < 2_500; i++) {
            add(i % 2 == 0 ? "even.example" : "odd.example", "u" + i % 5);
        }
        QueueFilter odd = QueueFilter.ofDestination("odd.example");
        Intervention hold = new Intervention.Hold("too many");
        int done = 0;
        int calls = 0;
        Optional<QueueId> next = Optional.empty();
        do {
            Intervened some = queue.intervene(odd, hold, next);
            done += some.done().size();
            next = some.next();
            calls++;
        } while (next.isPresent());
        assertEquals(1_250, done);
        assertTrue(calls >= 3, "calls " + calls);
        assertEquals(1_250, queue.status().held());
        QueueFilter heldOfOne =
                new QueueFilter(
                        Optional.of("A@D.example"),
                        Optional.of("u1@ODD.example"),
                        Optional.empty(),
                        QueueFilter.Which.HELD);
        QueuePage page = queue.list(heldOfOne, Optional.empty(), 10);
        assertEquals(10, page.entries().size());
        assertEquals(Optional.of(page.entries().getLast().id()), page.next());
        assertEquals(250, queue.list(heldOfOne, Optional.empty(), 10_000).entries().size());
        assertEquals(1_250, queue.workOff(finding("2.0.0")), "the even ones");
    }

    @Test
    void removalEndsOnlyWhatWasNotAtItsEnd() {
        QueueEntry entry = add("r.example", "x", "y");
        queue.workOff(lease -> {
            List<Diagnosis> found =
                    List.of(Diagnosis.ours("2.0.0", "ok"), Diagnosis.ours("4.2.0", "busy"));
            QueueEntry after = lease.entry().afterAttempt(found, clock.instant());
            commit(lease.changes(after));
            lease.settled(after);
        });
        queue.intervene(entry.id(), new Intervention.Remove("spam"));
        assertEquals(List.of("y@r.example REMOVED spam"), records());
    }

    @Test
    void aSuspendedKindWaitsAndCountsNothing() {
        QueueEntry entry = add("r.example", "x");
        queue.suspend(Destination.Kind.DOMAIN, "port 25 is blocked");
        add("r.example", "y");
        assertEquals(0, queue.workOff(finding("2.0.0")));
        assertEquals(
                Map.of(Destination.Kind.DOMAIN, "port 25 is blocked"), queue.status().suspended());
        assertEquals(0, queue.find(entry.id()).orElseThrow().attempts());
        queue.resume(Destination.Kind.DOMAIN);
        assertEquals(2, queue.workOff(finding("2.0.0")));
        assertEquals(Map.of(), queue.status().suspended());
    }

    /// The attempt that shows that there is another way is over only after the change.
    @Test
    void whatAnAttemptFoundThatBeganBeforeAResumeMakesNothingRest() {
        add("r.example", "x");
        queue.workOff(lease -> {
            queue.resume(Destination.Kind.DOMAIN);
            lease.destinationUnreached("connection refused");
            finding("4.4.1").work(lease);
        });
        add("r.example", "y");
        assertEquals(1, queue.workOff(finding("2.0.0")), "nothing rests");
    }

    @Test
    void aDamagedEntryStopsNothingAndStays() {
        add("r.example", "x");
        byte[] key = EntryFormat.key(new QueueId(new MailId(1, 1), 1));
        commit(List.of(new org.pabal.storage.Change.Put(key, new byte[] {1, 2, 3})));
        restart();
        assertEquals(1, queue.status().damaged());
        assertEquals(1, queue.status().entries());
        assertEquals(1, queue.list(Optional.empty(), 10).size());
        assertTrue(storage.read(Space.Shared.QUEUE, key).isPresent());
    }

    /// THREATS O06.
    @Test
    void aDestinationThatIsNotReachedRestsAndOnlyOneProbeFollows() {
        for (int i = 0; i < 5; i++) {
            add("dead.example", "x" + i);
        }
        Map<String, Integer> tried = new HashMap<>();
        QueueWorker worker =
                lease -> {
                    String domain = lease.entry().destination().toString();
                    if (lease.destinationAtRest().isEmpty()) {
                        tried.merge(domain, 1, Integer::sum);
                        lease.destinationUnreached("no answer");
                    }
                    finding("4.4.1").work(lease);
                };
        assertEquals(1, queue.workOff(worker), "four wait as they are");
        assertEquals(Map.of("dead.example", 1), tried);
        clock.advance(Duration.ofMinutes(20));
        queue.workOff(worker);
        assertEquals(Map.of("dead.example", 2), tried);
        clock.advance(Duration.ofMinutes(20));
        QueueWorker healed =
                lease -> {
                    lease.destinationReached();
                    finding("2.0.0").work(lease);
                };
        assertEquals(5, queue.workOff(healed));
    }

    /// THREATS O06: the real scheduler, its threads and its limits.
    @Test
    void slowDestinationsLeaveRoomForOthers() throws Exception {
        config =
                new QueueConfig(
                        10,
                        4,
                        config.schedule(),
                        config.expiry(),
                        config.delayReport(),
                        config.destinationRest(),
                        config.troubleRest(),
                        3,
                        1_000);
        queue = open();
        CountDownLatch release = new CountDownLatch(1);
        CountDownLatch slowStarted = new CountDownLatch(6);
        CountDownLatch quickDone = new CountDownLatch(20);
        Map<String, Integer> active = new HashMap<>();
        Map<String, Integer> most = new HashMap<>();
        QueueWorker worker =
                lease -> {
                    String domain = lease.entry().destination().toString();
                    synchronized (active) {
                        most.merge(domain, active.merge(domain, 1, Integer::sum), Math::max);
                    }
                    if (domain.startsWith("slow")) {
                        slowStarted.countDown();
                        awaitQuietly(release);
                    }
                    finding("2.0.0").work(lease);
                    synchronized (active) {
                        active.merge(domain, -1, Integer::sum);
                    }
                    if (!domain.startsWith("slow")) {
                        quickDone.countDown();
                    }
                };
        for (int i = 0; i < 30; i++) {
            add("slow" + i % 3 + ".example", "x");
        }
        queue.start(worker);
        slowStarted.await();
        for (int i = 0; i < 20; i++) {
            add("quick" + i + ".example", "x");
        }
        quickDone.await(); // while all slow ones are still being tried
        assertTrue(queue.size() >= 30);
        release.countDown();
        queue.close();
        synchronized (active) {
            most.forEach((domain, n) -> assertTrue(n <= 4, domain + " " + n));
        }
        assertFalse(queue.status().active() > 0);
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void theSchedulerWaitsForNewEntries() throws Exception {
        CountDownLatch done = new CountDownLatch(2);
        queue.start(lease -> {
            finding("2.0.0").work(lease);
            done.countDown();
        });
        add("r.example", "x");
        add("s.example", "x");
        done.await();
        queue.close();
        assertEquals(0, queue.size());
    }
}
