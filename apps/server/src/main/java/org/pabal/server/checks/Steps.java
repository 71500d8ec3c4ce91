// SPDX-License-Identifier: Apache-2.0
package org.pabal.server.checks;

import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;
import org.pabal.jmap.Check;
import org.pabal.jmap.Check.State;
import org.pabal.jmap.Check.Step;

/// The steps of one check, each with the time since the one before. For one thread.
final class Steps {
    private final List<String> names;
    private final LongSupplier nanoTime;
    private final List<Step> steps = new ArrayList<>();
    private long since;

    /// @param names of all steps, in order
    Steps(LongSupplier nanoTime, String... names) {
        this.nanoTime = nanoTime;
        this.names = List.of(names);
        this.since = nanoTime.getAsLong();
    }

    Steps ok(String said) {
        return ok(said, "");
    }

    Steps ok(String said, String hint) {
        add(State.OK, said, hint);
        return this;
    }

    /// What is not asked for: nothing was tried.
    Steps skipped() {
        add(State.SKIPPED, "", "");
        return this;
    }

    /// The end: what would follow is skipped.
    List<Step> bad(String said, String hint) {
        add(State.BAD, said, hint);
        return end();
    }

    /// The end, with what is not needed skipped.
    List<Step> end() {
        while (steps.size() < names.size()) {
            steps.add(new Step(names.get(steps.size()), State.SKIPPED, 0, "", ""));
        }
        return List.copyOf(steps);
    }

    /// How many are done.
    int count() {
        return steps.size();
    }

    private void add(Check.State state, String said, String hint) {
        long now = nanoTime.getAsLong();
        steps.add(new Step(names.get(steps.size()), state, (now - since) / 1_000_000, said, hint));
        since = now;
    }
}
