// SPDX-License-Identifier: Apache-2.0
package org.pabal.server.setup;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.pabal.message.UnavailableException;
import org.pabal.server.setup.Step.State;
import org.pabal.server.setup.format.v1.SetupOctets;
import org.pabal.storage.Change;
import org.pabal.storage.Commit;
import org.pabal.storage.CommitOutcome;
import org.pabal.storage.Space;
import org.pabal.storage.SpaceChanges;
import org.pabal.storage.Storage;
import org.pabal.storage.StorageException;

/// How far the set-up has come. A change is durable when it returns. Safe for use by many threads.
final class Progress {
    private final Storage storage;
    private SetupOctets kept;

    /// @throws UnavailableException when it cannot be read
    Progress(Storage storage) {
        this.storage = storage;
        this.kept = read();
    }

    private SetupOctets read() {
        try {
            return storage.read(Space.Shared.SETTINGS, SetupOctets.key())
                    .map(SetupOctets::decode)
                    .orElse(new SetupOctets(false, false, Map.of()));
        } catch (StorageException | IllegalArgumentException unreadable) {
            throw new UnavailableException(
                    "how far the set-up has come cannot be read: " + unreadable.getMessage());
        }
    }

    /// Whether an administrator was made by it, or is about to be.
    synchronized boolean isBegun() {
        return kept.begun();
    }

    synchronized boolean isFinished() {
        return kept.finished();
    }

    synchronized State of(Step step) {
        String word = kept.steps().getOrDefault(step.id(), "");
        return word.equals(State.DONE.word())
                ? State.DONE
                : word.equals(State.LATER.word()) ? State.LATER : State.OPEN;
    }

    /// @param first of the first step, which is not kept: the directory has the administrator or not
    Map<Step, State> all(State first) {
        Map<Step, State> all = new EnumMap<>(Step.class);
        for (Step step : Step.values()) {
            all.put(step, of(step));
        }
        all.put(Step.ADMINISTRATOR, first);
        return all;
    }

    /// Ids of the steps that were left for later, and that nobody has done since.
    List<String> waits() {
        return all(State.DONE).entrySet().stream()
                .filter(step -> step.getValue() == State.LATER)
                .map(step -> step.getKey().id())
                .toList();
    }

    /// Before the administrator is made: a kill in between leaves a set-up that goes on.
    void begin() {
        change(before -> new SetupOctets(true, before.finished(), before.steps()));
    }

    void finish() {
        change(before -> new SetupOctets(before.begun(), true, before.steps()));
    }

    /// For an administrator who wants to go through it once more.
    void reopen() {
        change(before -> new SetupOctets(true, false, before.steps()));
    }

    void set(Step step, State state) {
        change(before -> {
            Map<String, String> steps = new TreeMap<>(before.steps());
            if (state == State.OPEN) {
                steps.remove(step.id());
            } else {
                steps.put(step.id(), state.word());
            }
            return new SetupOctets(before.begun(), before.finished(), steps);
        });
    }

    private synchronized void change(UnaryOperator<SetupOctets> change) {
        SetupOctets after = change.apply(kept);
        if (!after.equals(kept)) {
            commit(new Change.Put(SetupOctets.key(), after.value()));
            kept = after;
        }
    }

    private void commit(Change change) {
        SpaceChanges part = SpaceChanges.of(Space.Shared.SETTINGS, List.of(change));
        try {
            if (storage.commit(new Commit(UUID.randomUUID(), List.of(part)))
                    instanceof CommitOutcome.Failed(var reason)) {
                throw reason;
            }
        } catch (StorageException failed) {
            throw new UnavailableException(
                    "how far the set-up has come cannot be kept: " + failed.getMessage());
        }
    }
}
