// SPDX-License-Identifier: Apache-2.0
package org.pabal.mta.queue;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.pabal.message.Domain;
import org.pabal.mta.ledger.MailId;
import org.pabal.mta.queue.Lanes.Taken;

/// Who is served when, on a simulated clock with simulated servers. THREATS O06.
final class LanesTest {
    private static final long REST = 300_000;

    private final QueueConfig config = QueueConfig.defaults();
    private Lanes lanes = new Lanes(config);
    private long now;
    private int serial;

    /// How long a server takes, negative when it does not answer for so long.
    private final Map<String, Long> servers = new HashMap<>();

    private final PriorityQueue<Event> events =
            new PriorityQueue<>(
                    Comparator.comparingLong(Event::at).thenComparingLong(e -> e.taken().number()));
    private final Map<QueueId, Long> done = new HashMap<>();
    private final Map<String, Integer> most = new HashMap<>();
    private int attempts;

    private record Event(long at, Taken taken) {}

    @BeforeEach
    void begin() {
        now = 1_000_000;
    }

    private QueueId add(String domain, int priority) {
        QueueId id = new QueueId(new MailId(now, serial++), 1);
        Slot slot = new Slot(id);
        slot.dueMillis = now;
        slot.priority = (byte) priority;
        lanes.add(Destination.domain(Domain.of(domain)), slot, now);
        return id;
    }

    private void take() {
        Optional<Taken> taken = lanes.take(now);
        while (taken.isPresent()) {
            attempts++;
            Lane lane = taken.get().lane();
            most.merge(lane.destination.name(), lane.active, Math::max);
            long lasts = Math.abs(servers.getOrDefault(lane.destination.name(), 200L));
            events.add(new Event(now + lasts, taken.get()));
            taken = lanes.take(now);
        }
    }

    private void end(Taken taken) {
        Lane lane = taken.lane();
        if (servers.getOrDefault(lane.destination.name(), 200L) > 0) {
            lanes.reached(taken, now);
            done.put(taken.slot().id(), now);
        } else {
            lanes.unreached(taken, "no answer", REST, now);
            taken.slot().dueMillis = now + REST;
            lanes.add(lane.destination, taken.slot(), now);
        }
        lanes.release(taken, now);
    }

    /// What happens until then.
    private void until(long time) {
        take();
        while (true) {
            long next = Math.min(lanes.nextWaking(), events.isEmpty() ? time : events.peek().at());
            if (next >= time) {
                now = time;
                return;
            }
            now = Math.max(now, next);
            while (!events.isEmpty() && events.peek().at() <= now) {
                end(events.remove().taken());
            }
            take();
        }
    }

    @Test
    void neitherAHugeDestinationNorDeadOnesKeepTenThousandOthersWaiting() {
        long start = now;
        for (int i = 0; i < 100_000; i++) {
            add("huge.example", 0);
        }
        for (int i = 0; i < 10_000; i++) {
            String dead = "dead" + i % 200 + ".example";
            servers.put(dead, -30_000L);
            add(dead, 0);
        }
        List<QueueId> others = new ArrayList<>();
        for (int i = 0; i < 10_000; i++) {
            others.add(add("d" + i + ".example", 0));
        }
        until(start + 60_000);
        List<Long> waits = others.stream().map(id -> done.get(id) - start).sorted().toList();
        assertThat(waits.getLast()).isLessThan(25_000);
        assertThat(done.size() - others.size()).as("of the huge one").isGreaterThan(3_000);
        assertThat(most.values()).allMatch(n -> n <= config.perDestination());
        until(start + 3_600_000);
        assertThat(done).hasSize(110_000);
        int wasted = attempts - done.size();
        assertThat(wasted).as("at 200 dead servers in an hour").isLessThan(200 * 12);
    }

    /// Every place could be taken by a server that does not answer; a part is kept from them.
    @Test
    void moreDeadDestinationsThanPlacesDoNotDelayThoseThatAreKnownToAnswer() {
        for (int i = 0; i < 100; i++) {
            add("good" + i + ".example", 0);
        }
        until(now + 1_000);
        assertThat(done).hasSize(100);
        for (int i = 0; i < 20_000; i++) {
            String dead = "dead" + i % 2_000 + ".example";
            servers.put(dead, -60_000L);
            add(dead, 0);
        }
        Map<QueueId, Long> asked = new HashMap<>();
        for (int second = 0; second < 120; second++) {
            for (int i = 0; i < 100; i++) {
                asked.put(add("good" + i + ".example", 0), now);
            }
            until(now + 1_000);
        }
        until(now + 1_000);
        assertThat(done.keySet()).containsAll(asked.keySet());
        long longest =
                asked.entrySet().stream()
                        .mapToLong(e -> done.get(e.getKey()) - e.getValue())
                        .max()
                        .orElseThrow();
        assertThat(longest).isLessThan(2_000);
    }

    @Test
    void destinationsTakeTurns() {
        QueueConfig one =
                new QueueConfig(
                        1,
                        1,
                        config.schedule(),
                        config.expiry(),
                        config.delayReport(),
                        config.destinationRest(),
                        config.troubleRest(),
                        3,
                        1_000);
        lanes = new Lanes(one);
        for (int i = 0; i < 12; i++) {
            add(i < 10 ? "many.example" : "few.example", 0);
        }
        StringBuilder order = new StringBuilder();
        for (Optional<Taken> taken = lanes.take(now); taken.isPresent(); taken = lanes.take(now)) {
            order.append(taken.get().lane().destination.name().charAt(0));
            lanes.release(taken.get(), now);
        }
        assertThat(order).hasToString("mfmfmmmmmmmm");
    }

    /// RFC 6710.
    @Test
    void theHigherPriorityIsFirstWithinADestination() {
        servers.put("r.example", 50L);
        QueueId low = add("r.example", -3);
        QueueId usual = add("r.example", 0);
        QueueId high = add("r.example", 6);
        List<QueueId> order = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            Taken taken = lanes.take(now).orElseThrow();
            order.add(taken.slot().id());
            lanes.release(taken, now);
        }
        assertThat(order).containsExactly(high, usual, low);
    }

    @Test
    void aDestinationIsTriedMoreTheBetterItDoes() {
        for (int i = 0; i < 1_000; i++) {
            add("r.example", 0);
        }
        take();
        assertThat(most).containsEntry("r.example", 5);
        until(now + 2_000);
        assertThat(most).containsEntry("r.example", 20);
        servers.put("r.example", -100L);
        until(now + 1_000);
        int tried = attempts;
        until(now + 250_000);
        assertThat(attempts).as("it rests").isEqualTo(tried);
        servers.remove("r.example");
        until(now + 900_000);
        assertThat(done).hasSize(1_000);
    }

    @Test
    void slotsComeOutInOrderWhateverWasTakenOutBetween() {
        for (long seed = 1; seed <= 20; seed++) {
            var random = new Random(seed);
            SlotIndex index = new SlotIndex();
            Lane lane = new Lane(Destination.LOCAL, 1, new Window(5, 20));
            List<Slot> all = new ArrayList<>();
            for (int i = 0; i < 2_000; i++) {
                if (all.isEmpty() || random.nextInt(3) > 0) {
                    Slot slot = new Slot(new QueueId(new MailId(random.nextInt(50), i), 1));
                    slot.dueMillis = random.nextInt(100);
                    lane.waiting.add(slot);
                    index.add(slot);
                    all.add(slot);
                } else {
                    Slot slot = all.remove(random.nextInt(all.size()));
                    assertThat(index.find(slot.id())).contains(slot);
                    lane.waiting.remove(slot);
                    index.remove(slot);
                    assertThat(index.find(slot.id())).isEmpty();
                }
            }
            assertThat(index.size()).as("seed %d", seed).isEqualTo(all.size());
            all.sort(Comparator.comparingLong((Slot s) -> s.dueMillis).thenComparing(Slot::id));
            for (Slot slot : all) {
                assertThat(lane.waiting.first()).as("seed %d", seed).isSameAs(slot);
                lane.waiting.remove(slot);
            }
            assertThat(lane.waiting.isEmpty()).isTrue();
        }
    }
}
