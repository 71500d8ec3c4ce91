// SPDX-License-Identifier: Apache-2.0
package org.pabal.bans;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// What counts against a source, in points that halve with time, and the last things it did. Guarded
/// by its owner.
public final class SourceTally {
    public static final int MAX_EVIDENCE = 10;
    private static final double HALF_LIFE = 6 * 3_600;
    private static final long DAY = 86_400;
    private static final int SILENT_FOR_A_POINT = 1_000;

    private final Deque<Evidence> evidence = new ArrayDeque<>();
    private final Set<String> silentAt = new HashSet<>();
    private int silences;
    private long lastSilent;
    private double points;
    private long last;

    public record State(double points, long last, List<Evidence> evidence) {}

    public State state() {
        return new State(points, last, List.copyOf(evidence));
    }

    public SourceTally() {}

    public SourceTally(State state) {
        points = state.points();
        last = state.last();
        evidence.addAll(state.evidence());
    }

    public long last() {
        return last;
    }

    public double points(long now) {
        long passed = now - last;
        return passed <= 0 ? points : points * Math.pow(0.5, passed / HALF_LIFE);
    }

    public void add(int more, long now, Evidence what) {
        points = points(now) + more;
        last = now;
        note(what);
    }

    public void note(Evidence what) {
        if (evidence.size() == MAX_EVIDENCE) {
            evidence.removeFirst();
        }
        evidence.addLast(what);
    }

    /// A connection without a word. The first at each service counts, and then few: who watches
    /// whether we are there does so every minute, or every hour.
    ///
    /// @return whether it counts
    public boolean silent(String service, long now) {
        if (now - lastSilent >= DAY) {
            silentAt.clear();
        }
        lastSilent = now;
        return silentAt.add(service) || ++silences % SILENT_FOR_A_POINT == 0;
    }

    public void forgive(int fewer, long now) {
        points = Math.max(0, points(now) - fewer);
        last = now;
    }

    /// A ban has been imposed for what was.
    public void settle(long now) {
        points = points(now) / 2;
        last = now;
    }

    public List<Evidence> evidence() {
        return List.copyOf(evidence);
    }
}
