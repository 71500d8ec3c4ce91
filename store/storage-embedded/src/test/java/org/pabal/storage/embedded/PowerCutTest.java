// SPDX-License-Identifier: Apache-2.0
package org.pabal.storage.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pabal.storage.Blob;
import org.pabal.storage.Change;
import org.pabal.storage.Commit;
import org.pabal.storage.CommitOutcome;
import org.pabal.storage.Entry;
import org.pabal.storage.Space;
import org.pabal.storage.SpaceChanges;
import org.pabal.storage.StorageException;
import org.pabal.storage.Ticket;
import org.pabal.storage.testing.Model;

/// After any power cut everything acknowledged is there and nothing is there by halves. THREATS §6.
class PowerCutTest {
    /// More with `-Dstorage.seeds=1000`.
    private static final int SEEDS = Integer.getInteger("storage.seeds", 50);

    @TempDir(factory = MemoryTempDir.class)
    private Path temporary;

    private EmbeddedStorage open(Path directory, SimulatedDisk disk) {
        return EmbeddedStorage.open(TestStores.small(directory), _ -> disk, System::nanoTime);
    }

    /// One commit after the other against the model, several power cuts in the life of one store.
    @Test
    void whatWasAcknowledgedSurvivesAndNothingIsHalf() {
        for (long seed = 1; seed <= SEEDS; seed++) {
            Random random = new Random(seed);
            SimulatedDisk disk = new SimulatedDisk();
            Model model = new Model(seed);
            Path directory = temporary.resolve("model" + seed);
            for (int life = 0; life < 3; life++) {
                EmbeddedStorage storage = open(directory, disk);
                disk.failAt(1 + random.nextInt(60), 1, SimulatedDisk.Fault.POWER_CUT);
                Commit last = runUntilOff(storage, model, random);
                storage.crash();
                disk.powerCut(random);
                try (EmbeddedStorage again = open(directory, disk)) {
                    settle(again, model, last, seed);
                    model.assertSame(again);
                    assertThat(again.verify()).as("seed %d", seed).isEmpty();
                    assertThat(again.status().readOnly()).as("seed %d", seed).isFalse();
                }
            }
        }
    }

    /// @return the commit whose outcome is not known, or null
    private static Commit runUntilOff(EmbeddedStorage storage, Model model, Random random) {
        while (true) {
            Commit commit = null;
            try {
                commit = model.next(storage);
                CommitOutcome outcome = storage.commit(commit);
                if (outcome instanceof CommitOutcome.Committed) {
                    model.applied(commit);
                }
                if (random.nextInt(15) == 0) {
                    storage.collectGarbage();
                }
            } catch (StorageException e) {
                return commit;
            }
        }
    }

    /// The last commit is there whole or not at all.
    private static void settle(EmbeddedStorage storage, Model model, Commit last, long seed) {
        if (last == null || !(model.expected(last) instanceof CommitOutcome.Committed)) {
            return;
        }
        List<Boolean> applied = new ArrayList<>();
        for (SpaceChanges part : last.parts()) {
            applied.add(storage.version(part.space()) == model.version(part.space()) + 1);
        }
        assertThat(applied.stream().distinct()).as("seed %d: all or none", seed).hasSize(1);
        if (applied.getFirst()) {
            model.applied(last);
        }
    }

    /// Many commits at once: those that survive are the first ones, all that were answered among
    /// them, each whole in both spaces and with its blob.
    @Test
    void commitsInFlightSurviveAsAPrefix() {
        for (long seed = 1; seed <= SEEDS; seed++) {
            Random random = new Random(seed);
            SimulatedDisk disk = new SimulatedDisk();
            Path directory = temporary.resolve("prefix" + seed);
            EmbeddedStorage storage = open(directory, disk);
            disk.failAt(5 + random.nextInt(25), 1, SimulatedDisk.Fault.POWER_CUT);
            List<Ticket> tickets = new ArrayList<>();
            try {
                for (int i = 0; i < 300; i++) {
                    tickets.add(storage.submit(numbered(storage, random, i), _ -> {}));
                }
            } catch (StorageException e) {
                assertThat(disk.isOff()).isTrue();
            }
            int acknowledged = 0;
            for (Ticket ticket : tickets) {
                acknowledged += isCommitted(ticket) ? 1 : 0;
            }
            storage.crash();
            disk.powerCut(random);
            try (EmbeddedStorage again = open(directory, disk)) {
                assertPrefix(again, acknowledged, seed);
            }
        }
    }

    private static Commit numbered(EmbeddedStorage storage, Random random, int number) {
        byte[] body = new byte[random.nextInt(10) == 0 ? 200_000 : random.nextInt(3000)];
        random.nextBytes(body);
        Blob blob = Model.write(storage, body, body.length / 9, 10_000);
        byte[] key = ByteBuffer.allocate(4).putInt(number).array();
        byte[] value =
                ByteBuffer.allocate(48)
                        .putLong(blob.id().high())
                        .putLong(blob.id().low())
                        .put(blob.sha256())
                        .array();
        List<Change> changes =
                List.of(new Change.Put(key, value), new Change.AddReference(blob.id(), key));
        return new Commit(
                UUID.randomUUID(),
                List.of(
                        SpaceChanges.of(Space.account(1), changes),
                        SpaceChanges.of(Space.Shared.QUEUE, changes)));
    }

    private static boolean isCommitted(Ticket ticket) {
        try {
            return ticket.await() instanceof CommitOutcome.Committed;
        } catch (StorageException e) {
            return false;
        }
    }

    private static void assertPrefix(EmbeddedStorage storage, int acknowledged, long seed) {
        byte[] end = {(byte) 0xFF};
        List<Entry> mine = storage.scan(Space.account(1), new byte[0], end, 1000);
        List<Entry> queue = storage.scan(Space.Shared.QUEUE, new byte[0], end, 1000);
        assertThat(mine).as("seed %d", seed).hasSameSizeAs(queue);
        assertThat(mine.size()).as("seed %d", seed).isGreaterThanOrEqualTo(acknowledged);
        for (int i = 0; i < mine.size(); i++) {
            assertThat(ByteBuffer.wrap(mine.get(i).key()).getInt())
                    .as("seed %d", seed)
                    .isEqualTo(i);
        }
        assertThat(storage.verify()).as("seed %d", seed).isEmpty();
    }

    /// A fixed row of commits, stopped at its first operation, its second, and so on.
    @Test
    void aPowerCutAtEachOperation() {
        SimulatedDisk whole = new SimulatedDisk();
        try (EmbeddedStorage storage = open(temporary.resolve("whole"), whole)) {
            script(storage, new Random(7), 12);
        }
        for (int operation = 1; operation <= whole.operations(); operation++) {
            SimulatedDisk disk = new SimulatedDisk();
            Path directory = temporary.resolve("each" + operation);
            EmbeddedStorage storage = open(directory, disk);
            disk.failAt(operation, 1, SimulatedDisk.Fault.POWER_CUT);
            int acknowledged = script(storage, new Random(7), 12);
            storage.crash();
            disk.powerCut(new Random(operation));
            try (EmbeddedStorage again = open(directory, disk)) {
                assertPrefix(again, acknowledged, operation);
            }
        }
    }

    private static int script(EmbeddedStorage storage, Random random, int commits) {
        int acknowledged = 0;
        try {
            for (int i = 0; i < commits; i++) {
                storage.commit(numbered(storage, random, i));
                acknowledged++;
                if (i % 4 == 3) {
                    storage.collectGarbage();
                }
            }
        } catch (StorageException e) {
            return acknowledged;
        }
        return acknowledged;
    }

    /// Power goes again while recovery works.
    @Test
    void recoveryMayBeCutAsWell() {
        for (long seed = 1; seed <= SEEDS / 2; seed++) {
            Random random = new Random(seed);
            SimulatedDisk disk = new SimulatedDisk();
            Path directory = temporary.resolve("again" + seed);
            EmbeddedStorage storage = open(directory, disk);
            disk.failAt(10 + random.nextInt(30), 1, SimulatedDisk.Fault.POWER_CUT);
            int acknowledged = script(storage, random, 100);
            storage.crash();
            for (int cut = 1; cut < 4; cut++) {
                disk.powerCut(random);
                disk.failAt(cut, 1, SimulatedDisk.Fault.POWER_CUT);
                try {
                    open(directory, disk).crash();
                } catch (StorageException e) {
                    assertThat(disk.isOff()).isTrue();
                }
            }
            disk.powerCut(random);
            try (EmbeddedStorage again = open(directory, disk)) {
                assertPrefix(again, acknowledged, seed);
            }
        }
    }
}
